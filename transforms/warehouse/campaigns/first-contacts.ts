import { sql } from '#engine'
import { fct_campaign_responses } from '../fct_campaign_responses.ts'
import { fct_orders } from '../fct_orders.ts'
import { fct_sessions } from '../fct_sessions.ts'
import { orderSessions } from '../web/order-sessions.ts'
import { channelKey, salesChannel } from './marketing-channel.ts'

/** The first purchase of each customer. */
export const firstPurchases = sql`
  select distinct on (customer_key)
    customer_key,
    order_key,
    ordered_at,
    ${channelKey(salesChannel(sql`channel`))} as sales_channel_key
  from ${fct_orders}
  where is_purchase
    and customer_key > 0
  order by
    customer_key,
    ordered_at,
    order_key`

/**
 * The first contact of each customer that says what brought them: a visit, a click in a message, or the first purchase, in a query
 * that has `first_purchases`. Nothing after the first purchase counts, because it cannot have brought the customer. The visit in
 * which that purchase was placed outranks the purchase itself.
 */
export const firstContacts = sql`
  with contacts as (
    select
      customer_key,
      channel_key,
      campaign_key,
      'visit' as evidence,
      session_key as evidence_key,
      started_at as contact_at
    from ${fct_sessions}
    where customer_key > 0
    union all
    select
      customer_key,
      channel_key,
      campaign_key,
      'click in a message',
      response_key,
      responded_at
    from ${fct_campaign_responses}
    where customer_key > 0
      and response_type = 'clicked'
      and not is_automatic
    union all
    select
      customer_key,
      session.channel_key,
      session.campaign_key,
      'visit',
      session_key,
      least(session.started_at, first_purchases.ordered_at)
    from first_purchases
    join (${orderSessions}) placed_in using (order_key)
    join ${fct_sessions} session using (session_key, customer_key)
    union all
    select
      customer_key,
      sales_channel_key,
      -2,
      'first purchase',
      order_key,
      ordered_at
    from first_purchases
  )
  select distinct on (customer_key)
    contacts.*
  from contacts
  left join first_purchases using (customer_key)
  where contact_at <= coalesce(first_purchases.ordered_at, contact_at)
  order by
    customer_key,
    contact_at,
    evidence <> 'visit',
    evidence_key`
