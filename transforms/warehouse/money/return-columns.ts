import { day, decimal, flag, id, instant, integer, key, money, oneOf, text } from '#engine'
import { exclusions } from '../../canonical/order.ts'

export const returnColumns = {
  return_key: key('Surrogate key of the return'),
  order_line_key: key('The line of the refund, as in fct_order_lines; missing for a request').orNull(),
  request_key: key('Request for a return label, which several lines can share; missing without one').orNull(),
  order_key: key('Order that the refund stands in, as in fct_orders; missing if it is not known').orNull(),
  customer_key: key('The customer; -1 while unknown'),
  product_key: key('What was returned; -1 for a request, which does not say'),
  store_key: key('Store of the order; -1 if nobody says which, -2 if it was not placed in one'),
  source: id('Source system of the refund, or of the request if there is none'),
  return_type: oneOf('Goods that were refunded, money that was paid back without goods, or a request', [
    'goods',
    'money only',
    'request',
  ]),
  state: oneOf('How far it has come', ['requested', 'in transit', 'received', 'refunded', 'cancelled']),
  is_received: flag(
    'Whether the carrier says that the goods have arrived; missing without a request',
  ).orNull(),
  excluded_because: oneOf('Why it is in no figure; missing if it is in them', exclusions).orNull(),
  authorisation: text('Return authorisation number (RMA)').orNull(),
  ordered_date: day('Day of the order').orNull(),
  requested_at: instant('When the return was requested').orNull(),
  requested_date: day('The day of that').orNull(),
  refunded_at: instant('When it was refunded').orNull(),
  refunded_date: day('The day of that').orNull(),
  quantity: decimal('Units that were refunded; 0 if none were. Additive'),
  currency: id('Currency of the original amount; XXX for a request'),
  original_refunded: decimal('What was refunded in that currency, without tax. Additive within a currency'),
  refunded_amount: money('What was refunded, without tax. Additive').orNull(),
  days_from_order: integer('Days from the order to the refund. Not additive: average it').orNull(),
  days_from_request: integer('Days from the request to the refund. Not additive: average it').orNull(),
}
