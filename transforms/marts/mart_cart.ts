import {
  asOfDay,
  day,
  flag,
  holds,
  instant,
  integer,
  key,
  money,
  oneOf,
  references,
  returnsNone,
  sql,
  transform,
} from '#engine'
import { dayOf } from '../warehouse/calendar/times.ts'
import { dim_campaign } from '../warehouse/dim_campaign.ts'
import { dim_channel } from '../warehouse/dim_channel.ts'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { fct_checkout_steps } from '../warehouse/fct_checkout_steps.ts'
import { fct_orders } from '../warehouse/fct_orders.ts'
import { checkoutStepNames } from '../warehouse/web/checkout-steps.ts'
import { cartStates, carts } from './experience/carts.ts'
import { devices } from './experience/devices.ts'

/**
 * Two visits with a cart before one order are two carts, and both name that order: the one that was left, and the one that
 * was paid for. So add up carts, not their orders. Nobody can tell what became of a cart of an unknown visitor elsewhere.
 */
export const mart_cart = transform('marts.mart_cart', {
  description:
    'Carts, one row for each visit in which something was put into one, and for each checkout that only the shop reports: ' +
    'what became of it, on which device it was left and on which it was paid for, and which are open now.',
  grain: ['cart_key'],
  columns: {
    cart_key: key('The visit, or the checkout if only the shop reports it'),
    session_key: key('The visit; missing if only the shop reports the checkout').orNull(),
    customer_key: key('The customer; -1 while unknown'),
    channel_key: key('Marketing channel that brought the visit'),
    campaign_key: key('Campaign that brought the visit; -2 for none'),
    device: oneOf('What the visit was made with', devices),
    filled_at: instant('When something was put into it'),
    filled_date: day('The day of that, in the time zone of the company'),
    last_changed_at: instant('When its last step before the order was taken'),
    furthest_step: oneOf('Furthest step before the order', checkoutStepNames),
    cart_state: oneOf(
      'What became of it within the days that company/settings.ts declares as cartDays, else 14. The app counts as a device; ' +
        'the device of a purchase in a store, by telephone or without consent is unknown',
      cartStates,
    ),
    is_open: flag('Whether it can still be won back: no purchase since, and not older than those days'),
    order_key: key('The purchase that followed. Not additive: two carts can name one').orNull(),
    ordered_at: instant('When that was placed').orNull(),
    line_count: integer('Lines of the checkout, if the shop reports it. Additive').orNull(),
    value_amount: money(
      'Value as the shop or the website reports it, in the reporting currency; missing if neither does. Additive',
    ).orNull(),
    as_of_date: day('The day as of which this holds'),
  },
  indexes: [['customer_key']],
  tests: [
    references('customer_key', dim_customer),
    references('channel_key', dim_channel),
    references('campaign_key', dim_campaign),
    references('order_key', fct_orders),
    holds('an open cart has no purchase', sql`not is_open or order_key is null`),
    holds(
      'what was ordered later has a purchase',
      sql`cart_state not like 'ordered later%' or order_key is not null`,
    ),
    returnsNone(
      'every visit with a step between product and order is a cart',
      (self) => sql`
        select count(distinct coalesce(session_key, step_key)) as cart_count
        from ${fct_checkout_steps}
        where step_position between 2 and 6
        except
        select count(*)
        from ${self}`,
    ),
  ],
  query: sql`
    select
      cart_key,
      session_key,
      customer_key,
      channel_key,
      campaign_key,
      device,
      filled_at,
      ${dayOf(sql`filled_at`)} as filled_date,
      last_changed_at,
      furthest_step,
      cart_state,
      cart_state = 'open' as is_open,
      order_key,
      ordered_at,
      line_count,
      value_amount,
      ${asOfDay} as as_of_date
    from (${carts}) cart`,
})
