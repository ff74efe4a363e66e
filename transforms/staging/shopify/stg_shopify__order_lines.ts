import { sql, transform } from '#engine'
import { order_line } from '../../canonical/order_line.ts'
import { postageLines } from './postage-lines.ts'
import { refunds, unexplainedRefunds } from './refund-parts.ts'
import { soldLines } from './sold-lines.ts'
import { unallocatedDiscounts } from './unallocated-discounts.ts'

/**
 * Lines sold, lines returned with a refund, amounts that a refund adjusts in addition to its lines, and what is still
 * missing to make the order's own subtotal and the money it paid back. If the shop's prices include tax
 * (`taxes_included`), the tax of the line is subtracted; a refund of the tax alone returns no value.
 */
export const stg_shopify__order_lines = transform('staging.stg_shopify__order_lines', {
  description: 'Lines, returned lines and refund adjustments of the online shop.',
  grain: ['order_line_key'],
  conformsTo: order_line,
  columns: order_line.columns,
  query: sql`
    with sold as (${soldLines}),
    refunds as (${refunds}),
    returned as (
      select
        r.order_id,
        r.is_test,
        r.created_at,
        r.currency,
        item.id as item_id,
        item.quantity,
        sold.price,
        sold.product_id,
        sold.product_name,
        sold.product_type,
        case
          when r.taxes_included and item.subtotal >= 0
            then greatest(item.subtotal - coalesce(item.total_tax, 0), 0)
          when r.taxes_included then item.subtotal - coalesce(item.total_tax, 0)
          else item.subtotal
        end as value
      from refunds r
      cross join lateral jsonb_to_recordset(r.refund_line_items) as item(
        id bigint, line_item_id bigint, quantity numeric, subtotal numeric, total_tax numeric
      )
      left join sold on sold.order_id = r.order_id and sold.line_id = item.line_item_id
    ),
    adjusted as (
      select
        r.order_id,
        r.id as refund_id,
        r.is_test,
        r.created_at,
        r.currency,
        adjustment.position,
        adjustment.amount
      from refunds r
      cross join lateral rows from (
        jsonb_to_recordset(r.order_adjustments) as (amount numeric, kind text)
      ) with ordinality as adjustment(amount, kind, position)
      where adjustment.kind is distinct from 'shipping_refund'
    ),
    parts as (
      select
        'line' as part, order_id, line_id::text as part_id, is_test, ordered_at as occurred_at, currency,
        product_id, product_name, product_type, 'sale' as line_type, quantity, price,
        gross_amount, discount_amount, 0 as returned_amount, 0 as adjustment_amount
      from sold
      union all
      select
        'refund line', order_id, item_id::text, is_test, created_at, currency,
        coalesce(product_id, 'unknown'), product_name, coalesce(product_type, 'unknown'), 'return', -quantity,
        coalesce(price, 0), 0, 0, greatest(value, 0), greatest(-value, 0)
      from returned
      union all
      select
        'refund adjustment', order_id, concat_ws(' ', refund_id, position), is_test, created_at, currency,
        'refund adjustment', 'Refund adjustment', 'manual', 'adjustment', 0, 0, 0, 0, 0, amount
      from adjusted
      union all
      select
        part, order_id, part_id, is_test, occurred_at, currency, 'postage', 'Postage',
        case when is_test then 'test' else 'postage' end, line_type, 0, price,
        gross_amount, discount_amount, returned_amount, 0
      from (${postageLines}) postage
      union all
      select
        'unexplained refund', order_id, refund_id::text, is_test, created_at, currency,
        'unexplained refund', 'Refund without a line', 'unallocated', 'adjustment', 0, 0, 0, 0, 0, -amount
      from (${unexplainedRefunds}) refund
      where amount <> 0
      union all
      select
        'unallocated discount', order_id, 'all', is_test, ordered_at, currency,
        'unallocated discount', 'Discount without a line', 'unallocated', 'adjustment', 0, 0,
        0, discount_amount, 0, adjustment_amount
      from (${unallocatedDiscounts}) discount
    )
    select
      ops.key_of('shopify', part, order_id::text, part_id) as order_line_key,
      ops.key_of('shopify', 'order', order_id::text) as order_key,
      'shopify' as source,
      product_id,
      product_name,
      product_type,
      line_type,
      is_test,
      occurred_at,
      currency,
      quantity,
      price as unit_price_amount,
      gross_amount,
      discount_amount,
      returned_amount,
      adjustment_amount
    from parts`,
})
