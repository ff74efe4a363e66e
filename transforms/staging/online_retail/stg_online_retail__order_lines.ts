import { sql, transform, value } from '#engine'
import { order_line } from '../../canonical/order_line.ts'
import { currency } from '../../sources/online_retail/online_retail.ts'
import { stg_online_retail__transactions } from './stg_online_retail__transactions.ts'

export const stg_online_retail__order_lines = transform('staging.stg_online_retail__order_lines', {
  description: 'Invoice lines of the UCI online retailer, with each amount in the column of its kind.',
  grain: ['order_line_key'],
  conformsTo: order_line,
  columns: order_line.columns,
  query: sql`
    select
      order_line_key,
      order_key,
      'online_retail' as source,
      product_id,
      product_name,
      product_type,
      line_type,
      product_type = 'test' as is_test,
      occurred_at,
      ${value(currency)} as currency,
      quantity,
      unit_price_amount,
      case when line_type = 'sale' then line_amount else 0 end as gross_amount,
      0::numeric as discount_amount,
      case when line_type = 'return' then -line_amount else 0 end as returned_amount,
      case when line_type = 'adjustment' then line_amount else 0 end as adjustment_amount
    from ${stg_online_retail__transactions}`,
})
