import {
  day,
  decimal,
  every,
  flag,
  holds,
  id,
  instant,
  integer,
  key,
  money,
  notNegative,
  references,
  returnsNone,
  sql,
  text,
  transform,
  unknownKey,
  value,
} from '#engine'
import { company } from '#settings'
import { counts, order } from '../canonical/order.ts'
import { map_identity } from '../identity/map_identity.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { fct_order_lines } from './fct_order_lines.ts'

/** Cancelled orders are kept, without value: a shop's ledger takes back what it had counted for them. */
export const fct_orders = transform('warehouse.fct_orders', {
  description: 'Orders, returns and adjustments in every channel, each with the customer who placed it.',
  grain: ['order_key'],
  columns: {
    order_key: key('Surrogate key of the order'),
    customer_key: key('The customer; -1 while unknown'),
    record_key: key('Profile record of the person who placed it').orNull(),
    source: id('Source system'),
    order_id: id('Number of the order in its source'),
    order_type: order.columns.order_type,
    is_test: flag('Whether it was a test'),
    is_purchase: flag(
      'Whether it counts as an order: a sale with a value above zero that was neither a test nor cancelled',
    ),
    ordered_at: instant('When it was placed'),
    ordered_date: day('The day of that, in the time zone of the company'),
    country: text('Country it was sold to'),
    line_count: integer('Lines of the order'),
    quantity: decimal('Units; negative if more were returned than sold'),
    gross_amount: money('Sales before discounts'),
    discount_amount: money('Discounts on sales'),
    returned_amount: money('Value refunded to the customer'),
    adjustment_amount: money('Corrections of either sign'),
    net_amount: money('Gross less discounts and returns, plus adjustments; without tax and shipping'),
    other_amount: money('Postage, gift cards, tips and donations, less their refunds; without tax'),
  },
  indexes: [['customer_key'], ['ordered_date']],
  tests: [
    references('customer_key', dim_customer),
    references('ordered_date', dim_date, 'date_day'),
    notNegative('gross_amount'),
    holds('net ties', sql`net_amount = gross_amount - discount_amount - returned_amount + adjustment_amount`),
    returnsNone(
      'amounts tie with the lines',
      (self) => sql`
        with orders as (
          select
            sum(net_amount + other_amount) as amount,
            coalesce(sum(line_count), 0) as line_count
          from ${self}
        ),
        lines as (
          select
            sum(net_amount + other_amount) as amount,
            count(*) as line_count
          from ${fct_order_lines}
        )
        select
          orders.amount as orders_amount,
          lines.amount as lines_amount
        from orders
        cross join lines
        where (orders.amount, orders.line_count) is distinct from (lines.amount, lines.line_count)`,
    ),
  ],
  query: sql`
    with line_totals as (
      select
        order_key,
        count(*)::integer as line_count,
        sum(quantity) as quantity,
        sum(gross_amount) as gross_amount,
        sum(discount_amount) as discount_amount,
        sum(returned_amount) as returned_amount,
        sum(adjustment_amount) as adjustment_amount,
        sum(net_amount) as net_amount,
        sum(other_amount) as other_amount
      from ${fct_order_lines}
      group by order_key
    )
    select
      placed.order_key,
      coalesce(i.customer_key, ${unknownKey}) as customer_key,
      placed.record_key,
      placed.source,
      placed.order_id,
      placed.order_type,
      placed.is_test,
      placed.order_type = 'sale'
        and coalesce(line_totals.gross_amount, 0) > 0
        and not placed.is_test
        and ${counts} as is_purchase,
      placed.ordered_at,
      (placed.ordered_at at time zone ${value(company.timeZone)})::date as ordered_date,
      coalesce(placed.country, 'Unknown') as country,
      coalesce(line_totals.line_count, 0) as line_count,
      coalesce(line_totals.quantity, 0) as quantity,
      coalesce(line_totals.gross_amount, 0) as gross_amount,
      coalesce(line_totals.discount_amount, 0) as discount_amount,
      coalesce(line_totals.returned_amount, 0) as returned_amount,
      coalesce(line_totals.adjustment_amount, 0) as adjustment_amount,
      coalesce(line_totals.net_amount, 0) as net_amount,
      coalesce(line_totals.other_amount, 0) as other_amount
    from ${every(order)} placed
    left join line_totals using (order_key)
    left join ${map_identity} i on i.record_key = placed.record_key`,
})
