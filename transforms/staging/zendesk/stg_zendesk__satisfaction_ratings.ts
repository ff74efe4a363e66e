import { sql, transform } from '#engine'
import { survey_response } from '../../canonical/survey_response.ts'
import { zendesk } from '../../sources/zendesk/zendesk.ts'
import { personKey } from '../person-key.ts'

/** A rating is good or bad. Ratings that were offered but not given are left out. */
export const stg_zendesk__satisfaction_ratings = transform('staging.stg_zendesk__satisfaction_ratings', {
  description: 'Ratings that people gave to the help they got.',
  grain: ['survey_response_key'],
  conformsTo: survey_response,
  columns: survey_response.columns,
  query: sql`
    select
      ops.key_of('zendesk', 'rating', id::text) as survey_response_key,
      ${personKey('zendesk', 'user', sql`requester_id::text`)} as record_key,
      'zendesk' as source,
      id::text as response_id,
      'ticket' as survey_id,
      ops.key_of('zendesk', 'ticket', ticket_id::text) as case_key,
      assignee_id::text as agent_id,
      'csat' as survey_type,
      null::text as question,
      case when score like 'good%' then 1 else 0 end::numeric as score,
      0 as scale_min,
      1 as scale_max,
      nullif(trim(comment), '') as comment,
      updated_at::timestamptz as responded_at,
      updated_at::timestamptz as updated_at
    from ${zendesk.satisfaction_ratings}
    where score like 'good%' or score like 'bad%'`,
})
