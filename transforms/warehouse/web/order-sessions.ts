import { every, sql } from '#engine'
import { order } from '../../canonical/order.ts'
import { bdg_session_event } from '../bdg_session_event.ts'
import { fct_orders } from '../fct_orders.ts'
import { fct_sessions } from '../fct_sessions.ts'

/**
 * The session in which each order was placed: the one in which the website reported it, by its number and on its day; else, for
 * orders of the website and the app, the customer's session of that moment. An order in a store has none, even if its buyer
 * looks at the website meanwhile.
 */
export const orderSessions = sql`
  with numbers as (
    select order_key, ordered_at, order_id as number
    from ${every(order)} placed
    union
    select order_key, ordered_at, ltrim(order_number, '#')
    from ${every(order)} placed
    where order_number is not null
  ),
  reported as (
    select distinct on (numbers.order_key)
      numbers.order_key,
      event.session_key
    from ${bdg_session_event} event
    join numbers on numbers.number = ltrim(event.order_id, '#')
    join ${fct_sessions} session using (session_key)
    where event.step_position = 7
      and numbers.ordered_at between event.occurred_at - interval '1 day' and event.occurred_at + interval '1 day'
    order by
      numbers.order_key,
      abs(extract(epoch from numbers.ordered_at - event.occurred_at)),
      event.event_key
  ),
  meanwhile as (
    select distinct on (placed.order_key)
      placed.order_key,
      session.session_key
    from ${fct_orders} placed
    join ${fct_sessions} session using (customer_key)
    where placed.customer_key > 0
      and placed.channel in ('web', 'app')
      and placed.ordered_at between session.started_at and session.ended_at + interval '30 minutes'
    order by
      placed.order_key,
      session.started_at desc,
      session.session_key
  )
  select order_key, session_key
  from reported
  union all
  select order_key, session_key
  from meanwhile
  where order_key not in (select order_key from reported)`
