import { sql } from '#engine'
import { fct_social_messages } from '../fct_social_messages.ts'
import { noAmount } from './no-amount.ts'

export const socialMessagesTouchpoints = sql`
  select
    customer_key,
    sent_at as occurred_at,
    case
      when visibility = 'public' then 'post'
      when direction = 'inbound' then 'message received'
      else 'message sent'
    end as touchpoint_type,
    channel,
    direction,
    case
      when visibility = 'public' then 'Mentioned the company in a public post on '
      when direction = 'inbound' then 'Wrote a private message on '
      else 'Got a private message on '
    end || initcap(channel) as sentence,
    ${noAmount},
    'fct_social_messages' as fact,
    message_key as fact_key
  from ${fct_social_messages}
  where customer_key > 0
    and direction <> 'internal'`
