import { every, sql } from '#engine'
import { checkout } from '../../canonical/checkout.ts'
import { bdg_session_event } from '../bdg_session_event.ts'
import { customerOfRecord } from '../customers/customer-of-record.ts'
import { fct_sessions } from '../fct_sessions.ts'

/** The steps that the website and the app report, with the session in which they happened. */
export const webSteps = sql`
  select
    happened.*,
    session.customer_key,
    session.channel_key,
    session.campaign_key,
    session.order_count
  from ${bdg_session_event} happened
  left join ${fct_sessions} session using (session_key)
  where happened.step_position is not null`

/** The checkouts that shops report, with the customer. */
export const shopCheckouts = sql`
  select
    begun.*,
    known.customer_key
  from ${every(checkout)} begun
  left join (${customerOfRecord}) known using (record_key)`

/**
 * Which checkout of a shop is which step on the web, in a query that has both, so that it counts once: those of one customer
 * that started within half an hour of each other and are the nearest of each other.
 */
export const sameCheckouts = sql`
  with near as (
    select
      shop_checkouts.checkout_key,
      web_steps.event_key,
      row_number() over (
        partition by shop_checkouts.checkout_key
        order by ${apart()}, web_steps.event_key
      ) as event_rank,
      row_number() over (
        partition by web_steps.event_key
        order by ${apart()}, shop_checkouts.checkout_key
      ) as checkout_rank
    from shop_checkouts
    join web_steps using (customer_key)
    where customer_key > 0
      and web_steps.step_position = 4
      and shop_checkouts.started_at between web_steps.occurred_at - interval '30 minutes'
        and web_steps.occurred_at + interval '30 minutes'
  )
  select
    checkout_key,
    event_key
  from near
  where event_rank = 1
    and checkout_rank = 1`

function apart() {
  return sql`abs(extract(epoch from shop_checkouts.started_at - web_steps.occurred_at))`
}
