import { sql, transform } from '#engine'
import { order_line } from '../../../../../transforms/canonical/order_line.ts'

export const stg_feira__order_lines = transform('staging.stg_feira__order_lines', {
  description: 'Their lines.',
  grain: ['order_line_key'],
  conformsTo: order_line,
  columns: order_line.columns,
  query: sql`
    select
      ops.key_of('feira', 'line', order_id) as order_line_key,
      ops.key_of('feira', 'order', order_id) as order_key,
      'feira' as source,
      'basket' as product_id,
      'Basket' as product_name,
      'merchandise' as product_type,
      'sale' as line_type,
      false as is_test,
      timestamptz '2026-03-01 12:00:00+00' as occurred_at,
      currency,
      1::numeric as quantity,
      amount as unit_price_amount,
      amount as gross_amount,
      0::numeric as discount_amount,
      0::numeric as returned_amount,
      0::numeric as adjustment_amount
    from (values
      ('1', 'BRL', 700.00),
      ('2', 'BRL', 300.00),
      ('3', 'GBP', 40.00),
      ('4', 'USD', 25.00)
    ) l(order_id, currency, amount)`,
})
