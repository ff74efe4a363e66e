import { sql } from '#engine'
import { fct_consents } from '../fct_consents.ts'
import { noAmount } from './no-amount.ts'

/** Copies of a decision in other systems are no contacts, so only changes are shown. */
export const consentsTouchpoints = sql`
  select
    customer_key,
    decided_at as occurred_at,
    case status when 'unknown' then 'consent unclear' else 'consent ' || status end as touchpoint_type,
    channel,
    'inbound' as direction,
    concat(
      case status
        when 'granted' then 'Allowed '
        when 'withdrawn' then 'Forbade '
        else 'Made an unclear decision about '
      end,
      replace(purpose, '_', ' ')
    ) as sentence,
    ${noAmount},
    'fct_consents' as fact,
    consent_key as fact_key
  from ${fct_consents}
  where customer_key > 0
    and is_change`
