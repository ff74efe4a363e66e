import { asOfDay, sql, value } from '#engine'
import { company } from '#settings'
import { dayOf } from '../../warehouse/calendar/times.ts'
import { fct_orders } from '../../warehouse/fct_orders.ts'
import { orderSessions } from '../../warehouse/web/order-sessions.ts'
import { journeysWithoutOrder } from './journeys-without-order.ts'
import { directChannel, touches } from './touches.ts'

/** So many days before a purchase, what somebody saw counts. */
export const windowDays = sql`${value(company.attribution?.windowDays ?? 30)}`
export const lookBack = sql`${windowDays} * interval '1 day'`

/**
 * The touches before each purchase, within the look-back window, and the journeys that ended without one: the other touches of
 * a customer, divided where the silence is longer than the window, as it is wherever a purchase lies between. A journey whose last touch is
 * younger than the window is still open. Direct visits are left out of a journey in which anything else was seen. A touch before
 * two purchases belongs to both journeys.
 */
export const journeys = sql`
  with touches as materialized (${touches}),
  purchases as (
    select
      order_key,
      customer_key,
      ordered_at
    from ${fct_orders}
    where is_purchase
  ),
  usable as (
    select *
    from touches
    where consent in ('granted', 'not kept')
  ),
  -- by when somebody saw it: the clock of a browser may be ahead of the shop's
  before_orders as (
    select
      purchases.order_key as journey_key,
      purchases.order_key,
      purchases.ordered_at as ended_at,
      usable.touch_type,
      usable.touch_key,
      least(usable.touched_at, purchases.ordered_at) as touched_at,
      usable.channel_key,
      usable.campaign_key,
      usable.customer_key
    from purchases
    join usable using (customer_key)
    left join (${orderSessions}) placed_in using (order_key)
    where usable.touched_at between purchases.ordered_at - ${lookBack} and purchases.ordered_at
      or usable.touch_key = placed_in.session_key
  ),
  others as (
    select usable.*
    from usable
    where not exists (select from before_orders used where used.touch_key = usable.touch_key)
  ),
  without_order as (${journeysWithoutOrder(lookBack)}),
  all_touches as (
    select *
    from before_orders
    union all
    select *
    from without_order
  ),
  marked as (
    select
      *,
      channel_key = ${directChannel} as is_direct,
      bool_and(channel_key = ${directChannel}) over (partition by journey_key) as is_direct_only
    from all_touches
  ),
  untouched as (
    select
      order_key,
      customer_key,
      ordered_at
    from purchases
    where not exists (select from before_orders used where used.order_key = purchases.order_key)
  )
  select
    journey_key,
    row_number() over of_journey as touch_number,
    count(*) over (partition by journey_key) as touch_count,
    order_key,
    customer_key,
    case
      when order_key is not null then 'order'
      when ${asOfDay} - ${dayOf(sql`ended_at`)} > ${windowDays} then 'no order'
      else 'open'
    end as journey_end,
    ended_at,
    touch_type,
    touch_key,
    touched_at,
    round(extract(epoch from ended_at - touched_at) / 86400, 4) as days_before,
    channel_key,
    campaign_key
  from marked
  where is_direct_only
    or not is_direct
  window of_journey as (partition by journey_key order by touched_at, touch_key)
  union all
  select
    order_key,
    1,
    1,
    order_key,
    customer_key,
    'order',
    ordered_at,
    'none',
    null,
    ordered_at,
    0,
    -2,
    -2
  from untouched`
