import {
  day,
  decimal,
  every,
  flag,
  holds,
  id,
  instant,
  key,
  money,
  notNegative,
  references,
  returnsNone,
  sql,
  transform,
  unknownKey,
  value,
} from '#engine'
import { company } from '#settings'
import { counts, order } from '../canonical/order.ts'
import { isSale, order_line } from '../canonical/order_line.ts'
import { map_identity } from '../identity/map_identity.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { dim_product } from './dim_product.ts'

/**
 * Nothing is left out: returns, postage, fees, write-offs and test orders are lines with a type. What is no sale has its
 * money in `other_amount`, and the lines of a draft, cancelled or voided order are worth nothing.
 */
export const fct_order_lines = transform('warehouse.fct_order_lines', {
  description: 'Lines of orders in every channel: products sold, returned, adjusted or written off.',
  grain: ['order_line_key'],
  columns: {
    order_line_key: key('Surrogate key of the line'),
    order_key: key('Order the line belongs to'),
    customer_key: key('The customer; -1 while unknown'),
    product_key: key('Product'),
    source: id('Source system'),
    line_type: order_line.columns.line_type,
    is_merchandise: flag('Whether the product is merchandise, not postage, a fee, a gift card or similar'),
    is_test: flag('Whether the order was a test'),
    occurred_at: instant('When it was sold or returned'),
    occurred_date: day('The day of that, in the time zone of the company'),
    quantity: decimal('Units; negative if they were returned'),
    unit_price_amount: money('Price of one unit'),
    gross_amount: money('Sales before discounts'),
    discount_amount: money('Discounts on sales'),
    returned_amount: money('Value refunded to the customer'),
    adjustment_amount: money('Corrections of either sign'),
    net_amount: money('Gross less discounts and returns, plus adjustments; without tax and shipping'),
    other_amount: money('Postage, gift cards, tips and donations, less their refunds; without tax'),
  },
  indexes: [['order_key'], ['customer_key'], ['product_key']],
  tests: [
    references('customer_key', dim_customer),
    references('product_key', dim_product),
    references('occurred_date', dim_date, 'date_day'),
    notNegative('gross_amount'),
    notNegative('discount_amount'),
    notNegative('returned_amount'),
    holds('net ties', sql`net_amount = gross_amount - discount_amount - returned_amount + adjustment_amount`),
    returnsNone(
      'every staged line is present',
      (self) => sql`
        with staged as (
          select
            count(*) as line_count,
            sum(quantity) filter (where coalesce(${counts}, true)) as quantity
          from ${every(order_line)} line
          left join ${every(order)} placed using (order_key)
        ),
        present as (
          select
            count(*) as line_count,
            sum(quantity) as quantity
          from ${self}
        )
        select
          staged.line_count as staged_lines,
          present.line_count as present_lines,
          staged.quantity as staged_quantity,
          present.quantity as present_quantity
        from staged
        cross join present
        where (staged.line_count, staged.quantity) is distinct from (present.line_count, present.quantity)`,
    ),
  ],
  query: sql`
    with valued as (
      select
        line.*,
        i.customer_key,
        ${isSale} as is_sale,
        case when coalesce(${counts}, true) then 1 else 0 end as weight
      from ${every(order_line)} line
      left join ${every(order)} placed using (order_key)
      left join ${map_identity} i on i.record_key = placed.record_key
    ),
    counted as (
      select
        *,
        weight * case when is_sale then 1 else 0 end as sale_weight,
        weight * case when is_sale then 0 else 1 end as other_weight,
        gross_amount - discount_amount - returned_amount + adjustment_amount as amount
      from valued
    )
    select
      line.order_line_key,
      line.order_key,
      coalesce(line.customer_key, ${unknownKey}) as customer_key,
      product.product_key,
      line.source,
      line.line_type,
      line.product_type = 'merchandise' as is_merchandise,
      line.is_test,
      line.occurred_at,
      (line.occurred_at at time zone ${value(company.timeZone)})::date as occurred_date,
      line.weight * line.quantity as quantity,
      line.unit_price_amount,
      line.sale_weight * line.gross_amount as gross_amount,
      line.sale_weight * line.discount_amount as discount_amount,
      line.sale_weight * line.returned_amount as returned_amount,
      line.sale_weight * line.adjustment_amount as adjustment_amount,
      line.sale_weight * line.amount as net_amount,
      line.other_weight * line.amount as other_amount
    from counted line
    join ${dim_product} product using (source, product_id)`,
})
