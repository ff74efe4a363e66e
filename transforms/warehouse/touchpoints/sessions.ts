import { sql } from '#engine'
import { dim_channel } from '../dim_channel.ts'
import { fct_sessions } from '../fct_sessions.ts'
import { noAmount } from './no-amount.ts'

/** One line for each visit. What was ordered during it is in the timeline as an order. */
export const sessionsTouchpoints = sql`
  select
    session.customer_key,
    session.started_at as occurred_at,
    'visit' as touchpoint_type,
    channel.channel_name as channel,
    'inbound' as direction,
    concat(
      case session.place when 'app' then 'Used the app' else 'Visited the website' end,
      case
        when session.seconds >= 120 then concat(' for ', round(session.seconds / 60), ' minutes')
        when session.seconds >= 60 then ' for a minute'
      end,
      case session.view_count
        when 0 then null
        when 1 then case session.place when 'app' then ', saw 1 screen' else ', saw 1 page' end
        else concat(', saw ', session.view_count, case session.place when 'app' then ' screens' else ' pages' end)
      end,
      case session.furthest_step
        when 'product added' then ', and put a product into the basket'
        when 'cart viewed' then ', and looked at the basket'
        when 'checkout started' then ', and started a checkout'
        when 'delivery chosen' then ', and chose a delivery'
        when 'payment entered' then ', and got as far as the payment'
        when 'order completed' then ', and ordered'
      end
    ) as sentence,
    ${noAmount},
    'fct_sessions' as fact,
    session.session_key as fact_key
  from ${fct_sessions} session
  join ${dim_channel} channel using (channel_key)
  where session.customer_key > 0`
