import {
  day,
  decimal,
  flag,
  holds,
  id,
  instant,
  key,
  money,
  notNegative,
  oneOf,
  references,
  sql,
  transform,
  unknownKey,
} from '#engine'
import { exclusions, order } from '../canonical/order.ts'
import { order_line } from '../canonical/order_line.ts'
import { dim_currency } from './dim_currency.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { dim_product } from './dim_product.ts'
import { dim_product_history } from './dim_product_history.ts'
import { dim_store } from './dim_store.ts'
import { hasRates } from './money/exchange.ts'
import { amountColumns } from './orders/amount-columns.ts'
import { everyLineIsPresent } from './orders/line-tests.ts'
import { valuedLines } from './orders/valued-lines.ts'

/**
 * Nothing is left out: returns, postage, fees, write-offs and test orders are lines with a type. What is no sale has its
 * money in `other_amount`. Lines of a draft, cancelled or voided order, and lines dated after the as-of day, are worth
 * nothing. Each amount is converted at the rate of the day on which the line was sold or returned; without a rate it is
 * missing. What the source itself says stays in the `original_` columns. A line that arrives late gets its own day.
 */
export const fct_order_lines = transform('warehouse.fct_order_lines', {
  description: 'Lines of orders in every channel: products sold, returned, adjusted or written off.',
  grain: ['order_line_key'],
  columns: {
    order_line_key: key('Surrogate key of the line'),
    order_key: key('Order the line belongs to'),
    customer_key: key('The customer; -1 while unknown'),
    product_key: key('Product'),
    product_version_key: key('The product with the list price that it had then'),
    store_key: key('Store of the order; -1 if nobody says which, -2 if it was not placed in one'),
    source: id('Source system'),
    line_type: order_line.columns.line_type,
    is_merchandise: flag('Whether the product is merchandise, not postage, a fee, a gift card or similar'),
    is_sale: flag('Whether it is for goods or services, not postage, a gift card, a tip or a donation'),
    is_test: flag('Whether the order was a test'),
    status: order.columns.status.orNull(),
    channel: order.columns.channel,
    region: order.columns.region,
    excluded_because: oneOf('Why it is in no figure; missing if it is in them', exclusions).orNull(),
    occurred_at: instant('When it was sold or returned'),
    occurred_date: day('The day of that, in the time zone of the company'),
    quantity: decimal('Units; negative if they were returned'),
    currency: id('Currency of the original amounts, ISO 4217'),
    original_gross: decimal('Sales before discounts in that currency, whether it counts or not'),
    original_discount: decimal('Discounts in that currency'),
    original_returned: decimal('Value refunded, in that currency'),
    original_adjustment: decimal('Corrections in that currency'),
    unit_price_amount: money('Price of one unit').orNull(),
    ...amountColumns,
  },
  indexes: [['order_key'], ['customer_key'], ['product_key']],
  tests: [
    references('customer_key', dim_customer),
    references('product_key', dim_product),
    references('currency', dim_currency),
    references('product_version_key', dim_product_history),
    references('store_key', dim_store),
    references('occurred_date', dim_date, 'date_day'),
    notNegative('gross_amount'),
    notNegative('discount_amount'),
    notNegative('returned_amount'),
    holds('net ties', sql`net_amount = gross_amount - discount_amount - returned_amount + adjustment_amount`),
    hasRates(sql`occurred_date`, sql`original_gross`, sql`net_amount`),
    everyLineIsPresent,
  ],
  query: sql`
    select
      line.order_line_key,
      line.order_key,
      coalesce(line.customer_key, ${unknownKey}) as customer_key,
      product.product_key,
      version.product_version_key,
      line.store_key,
      line.source,
      line.line_type,
      line.product_type = 'merchandise' as is_merchandise,
      line.is_sale,
      line.is_test,
      line.status,
      line.channel,
      line.region,
      line.excluded_because,
      line.occurred_at,
      line.occurred_date,
      case when line.has_value then line.quantity else 0 end as quantity,
      line.currency,
      line.gross_amount as original_gross,
      line.discount_amount as original_discount,
      line.returned_amount as original_returned,
      line.adjustment_amount as original_adjustment,
      round(line.unit_price_amount * line.rate, 4) as unit_price_amount,
      line.sale_weight * line.gross_worth as gross_amount,
      line.sale_weight * line.discount_worth as discount_amount,
      line.sale_weight * line.returned_worth as returned_amount,
      line.sale_weight * line.adjustment_worth as adjustment_amount,
      line.sale_weight * line.net_worth as net_amount,
      line.other_weight * line.net_worth as other_amount
    from (${valuedLines}) line
    join ${dim_product} product using (source, product_id)
    join ${dim_product_history} version
      on version.product_key = product.product_key
      and version.valid_from <= line.occurred_at
      and line.occurred_at < version.valid_to`,
})
