import { every, sql } from '#engine'
import { message } from '../../canonical/message.ts'
import { survey_response } from '../../canonical/survey_response.ts'
import { fct_social_messages } from '../../warehouse/fct_social_messages.ts'
import { fct_support_cases } from '../../warehouse/fct_support_cases.ts'
import { fct_support_messages } from '../../warehouse/fct_support_messages.ts'
import { fct_survey_responses } from '../../warehouse/fct_survey_responses.ts'

/**
 * What customers wrote, with the text itself: messages to the company, posts about it and comments in surveys. The text
 * may leave a transform only as what was found in it.
 */
export const writtenTexts = sql`
  select
    wrote.message_key as statement_key,
    wrote.customer_key,
    'support message' as statement_type,
    wrote.channel,
    wrote.source,
    wrote.case_key,
    help.excluded_because,
    wrote.sent_at as stated_at,
    wrote.sent_date as stated_date,
    written.body as statement_text
  from ${fct_support_messages} wrote
  join ${every(message)} written using (message_key)
  left join ${fct_support_cases} help on help.case_key = wrote.case_key
  where wrote.direction = 'inbound'
  union all
  select
    wrote.message_key,
    wrote.customer_key,
    case wrote.visibility when 'public' then 'public post' else 'private message' end,
    wrote.channel,
    wrote.source,
    null,
    null,
    wrote.sent_at,
    wrote.sent_date,
    written.body
  from ${fct_social_messages} wrote
  join ${every(message)} written using (message_key)
  where wrote.direction = 'inbound'
  union all
  select
    answer.survey_response_key,
    answer.customer_key,
    'survey comment',
    coalesce(help.channel, 'survey'),
    answer.source,
    answer.case_key,
    help.excluded_because,
    answer.responded_at,
    answer.responded_date,
    written.comment
  from ${fct_survey_responses} answer
  join ${every(survey_response)} written using (survey_response_key)
  left join ${fct_support_cases} help on help.case_key = answer.case_key
  where answer.has_comment`
