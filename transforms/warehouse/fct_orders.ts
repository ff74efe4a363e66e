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
  value,
} from '#engine'
import { company } from '#settings'
import { order } from '../canonical/order.ts'
import { map_identity } from '../identity/map_identity.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { fct_order_lines } from './fct_order_lines.ts'

/** Cancelled orders stay in: revenue must tie to the shop's own ledger. */
export const fct_orders = transform('warehouse.fct_orders', {
  description:
    'Orders placed in any channel, with returns and adjustments, each with the person who placed it.',
  grain: ['order_key'],
  columns: {
    order_key: key('Surrogate key of the order'),
    customer_key: key('Resolved person; -1 while unknown'),
    record_key: key('Profile record of who placed it').orNull(),
    source: id('Source system'),
    order_id: id('Number of the order in its source'),
    order_type: order.columns.order_type,
    is_test: flag('Whether somebody was only trying the shop'),
    ordered_at: instant('When it was placed'),
    ordered_date: day('The same as a day, in the reporting time zone'),
    country: text('Country it was sold to'),
    line_count: integer('Lines'),
    quantity: decimal('Units; negative where more came back than went out'),
    gross_amount: money('Sales before discounts'),
    discount_amount: money('Discounts on sales'),
    returned_amount: money('Value given back to the customer'),
    adjustment_amount: money('Corrections of either sign'),
    net_amount: money('Gross less discounts and returns, plus adjustments; without tax and shipping'),
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
        select orders.net_amount as orders_amount, lines.net_amount as lines_amount
        from (select sum(net_amount) as net_amount, sum(line_count) as rows from ${self}) orders
        cross join (select sum(net_amount) as net_amount, count(*) as rows from ${fct_order_lines}) lines
        where orders.net_amount is distinct from lines.net_amount or coalesce(orders.rows, 0) <> lines.rows`,
    ),
  ],
  query: sql`
    with lines as (
      select order_key, count(*)::integer as line_count, sum(quantity) as quantity,
        sum(gross_amount) as gross_amount, sum(discount_amount) as discount_amount,
        sum(returned_amount) as returned_amount, sum(adjustment_amount) as adjustment_amount
      from ${fct_order_lines}
      group by order_key
    )
    select o.order_key, coalesce(i.customer_key, -1) as customer_key, o.record_key, o.source, o.order_id, o.order_type, o.is_test,
      o.ordered_at, (o.ordered_at at time zone ${value(company.timeZone)})::date as ordered_date,
      coalesce(o.country, 'Unknown') as country, coalesce(lines.line_count, 0) as line_count,
      coalesce(lines.quantity, 0) as quantity, coalesce(lines.gross_amount, 0) as gross_amount,
      coalesce(lines.discount_amount, 0) as discount_amount, coalesce(lines.returned_amount, 0) as returned_amount,
      coalesce(lines.adjustment_amount, 0) as adjustment_amount,
      coalesce(lines.gross_amount - lines.discount_amount - lines.returned_amount + lines.adjustment_amount, 0)
        as net_amount
    from ${every(order)} o
    left join lines using (order_key)
    left join ${map_identity} i on i.record_key = o.record_key`,
})
