import { asOfDay, sql, unknownKey, value } from '#engine'
import { company } from '#settings'
import { dayOf } from '../../warehouse/calendar/times.ts'
import { fct_checkout_steps } from '../../warehouse/fct_checkout_steps.ts'
import { fct_orders } from '../../warehouse/fct_orders.ts'
import { fct_sessions } from '../../warehouse/fct_sessions.ts'
import { checkoutStepNames } from '../../warehouse/web/checkout-steps.ts'
import { orderSessions } from '../../warehouse/web/order-sessions.ts'
import { deviceOfVisit } from './devices.ts'

const window = sql`${value(company.cartDays ?? 14)}`

/** What became of a cart. */
export const cartStates = [
  'ordered in the visit',
  'ordered later on the same device',
  'ordered later on another device',
  'ordered later, device unknown',
  'open',
  'abandoned',
] as const

/**
 * Visits with something in the cart, and checkouts that only the shop reports, each with the next purchase of the customer
 * within the window. The value is that of the furthest step that has one: a checkout of the shop, or what the website says.
 */
export const carts = sql`
  with visits as (
    select
      session_key,
      order_count,
      ${deviceOfVisit} as device
    from ${fct_sessions}
  ),
  filled as (
    select
      coalesce(session_key, step_key) as cart_key,
      max(session_key) as session_key,
      max(customer_key) as customer_key,
      min(channel_key) as channel_key,
      min(campaign_key) as campaign_key,
      min(occurred_at) as filled_at,
      max(occurred_at) as last_changed_at,
      max(step_position) as furthest_position,
      max(line_count) as line_count,
      (array_agg(value_amount order by step_position desc, occurred_at desc, step_key)
        filter (where value_amount is not null))[1] as value_amount,
      bool_and(step_position = 4 and not is_abandoned and occurred_date < ${asOfDay}) as is_paid_checkout
    from ${fct_checkout_steps}
    where step_position between 2 and 6
    group by coalesce(session_key, step_key)
  ),
  purchases as (
    select
      placed.order_key,
      placed.customer_key,
      placed.ordered_at,
      placed_in.session_key,
      visits.device
    from ${fct_orders} placed
    left join (${orderSessions}) placed_in using (order_key)
    left join visits on visits.session_key = placed_in.session_key
    where placed.is_purchase
  ),
  next_purchases as (
    select distinct on (filled.cart_key)
      filled.cart_key,
      purchases.order_key,
      purchases.ordered_at,
      purchases.session_key,
      purchases.device
    from filled
    join purchases using (customer_key)
    where filled.customer_key <> ${unknownKey}
      and purchases.ordered_at between filled.filled_at and filled.last_changed_at + ${window} * interval '1 day'
    order by
      filled.cart_key,
      purchases.session_key is distinct from filled.session_key,
      purchases.ordered_at,
      purchases.order_key
  ),
  judged as (
    select
      filled.*,
      coalesce(visits.device, 'unknown') as device,
      purchase.order_key,
      purchase.ordered_at,
      case
        when purchase.session_key = filled.session_key then 'ordered in the visit'
        when visits.order_count > 0 then 'ordered in the visit'
        when filled.session_key is null and filled.is_paid_checkout then 'ordered in the visit'
        when purchase.order_key is null and ${asOfDay} - ${dayOf(sql`filled.last_changed_at`)} < ${window} then 'open'
        when purchase.order_key is null then 'abandoned'
        when coalesce(purchase.device, 'unknown') = 'unknown' or coalesce(visits.device, 'unknown') = 'unknown'
          then 'ordered later, device unknown'
        when purchase.device = visits.device then 'ordered later on the same device'
        else 'ordered later on another device'
      end as cart_state
    from filled
    left join visits using (session_key)
    left join next_purchases purchase using (cart_key)
  )
  select
    *,
    (${value([...checkoutStepNames])})[furthest_position] as furthest_step
  from judged`
