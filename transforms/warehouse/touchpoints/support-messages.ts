import { sql } from '#engine'
import { fct_support_cases } from '../fct_support_cases.ts'
import { fct_support_messages } from '../fct_support_messages.ts'
import { mediumInWords } from './medium-in-words.ts'
import { noAmount } from './no-amount.ts'

/** Notes among agents are no contact. What was written in a ticket that was merged into another one is shown in full. */
export const supportMessagesTouchpoints = sql`
  select
    written.customer_key,
    written.sent_at as occurred_at,
    case written.direction when 'inbound' then 'message received' else 'message sent' end as touchpoint_type,
    written.channel,
    written.direction,
    concat(
      case written.direction when 'inbound' then 'Wrote' else 'Got an answer' end,
      ' by ' || ${mediumInWords(sql`written.channel`)},
      coalesce(' about ticket ' || asked.case_id, ' in a ticket that was merged into another one')
    ) as sentence,
    ${noAmount},
    'fct_support_messages' as fact,
    written.message_key as fact_key
  from ${fct_support_messages} written
  left join ${fct_support_cases} asked using (case_key)
  where written.customer_key > 0
    and written.is_visible
    and not written.is_opening
    and written.direction <> 'internal'
    and asked.excluded_because is null`
