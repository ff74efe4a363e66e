import { sql } from '#engine'
import { fct_calls } from '../fct_calls.ts'
import { durationInWords } from './duration-in-words.ts'
import { noAmount } from './no-amount.ts'

export const callsTouchpoints = sql`
  select
    customer_key,
    started_at as occurred_at,
    'call ' || outcome as touchpoint_type,
    'phone' as channel,
    case direction when 'inbound' then 'inbound' else 'outbound' end as direction,
    concat(
      case direction when 'inbound' then 'Called' else 'Was called' end,
      case outcome
        when 'answered' then ' and spoke for ' || ${durationInWords(sql`talk_seconds`)}
        when 'abandoned' then ' and hung up in the queue'
        when 'self-service' then ' and used the menu'
        when 'unreached' then ' and did not answer'
        else ' and is still on the line'
      end,
      case when wait_seconds > 0 then ', after waiting for ' || ${durationInWords(sql`wait_seconds`)} end
    ) as sentence,
    ${noAmount},
    'fct_calls' as fact,
    call_key as fact_key
  from ${fct_calls}
  where customer_key > 0
    and not is_internal`
