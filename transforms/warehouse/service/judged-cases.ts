import { every, sql } from '#engine'
import { support_case } from '../../canonical/support_case.ts'
import { survey_response } from '../../canonical/survey_response.ts'

/** Why a case does not count: the source deleted it, or it is spam, a test, or a colleague's request. */
export const caseExclusions = ['deleted', 'spam', 'test', 'internal'] as const

/** Cases with their last rating, which replaces what the case itself says, and with why they do not count. */
export const judgedCases = sql`
  with last_ratings as (
    select distinct on (case_key)
      case_key,
      case when 2 * score > scale_min + scale_max then 'good' else 'bad' end as satisfaction
    from ${every(survey_response)} answer
    where case_key is not null and score is not null
    order by
      case_key,
      responded_at desc,
      survey_response_key
  )
  select
    asked.case_key,
    asked.record_key,
    asked.source,
    asked.case_id,
    asked.channel,
    asked.case_type,
    asked.status,
    asked.priority,
    asked.opened_by,
    asked.agent_id,
    asked.opened_at,
    asked.first_replied_at,
    asked.solved_at,
    asked.closed_at,
    asked.reopen_count,
    asked.message_count,
    coalesce(last_ratings.satisfaction, asked.satisfaction) as satisfaction,
    case
      when asked.is_deleted then 'deleted'
      when asked.is_spam then 'spam'
      when asked.is_test then 'test'
      when asked.is_internal then 'internal'
    end as excluded_because
  from ${every(support_case)} asked
  left join last_ratings using (case_key)`
