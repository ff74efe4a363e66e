import { sql, transform } from '#engine'
import { order_line } from '../../canonical/order_line.ts'
import { shopify } from '../../sources/shopify/shopify.ts'
import { soldLines } from './sold-lines.ts'

/**
 * Lines sold, lines returned with a refund, and amounts that a refund adjusts in addition to its lines. If the shop's
 * prices include tax (`taxes_included`), the tax of the line is subtracted.
 */
export const stg_shopify__order_lines = transform('staging.stg_shopify__order_lines', {
  description: 'Lines, returned lines and refund adjustments of the online shop.',
  grain: ['order_line_key'],
  conformsTo: order_line,
  columns: order_line.columns,
  query: sql`
    with sold as (${soldLines}),
    refunds as (
      select
        o.id as order_id,
        o.test as is_test,
        upper(o.currency) as currency,
        o.taxes_included,
        refund.*
      from ${shopify.orders} o
      cross join lateral jsonb_to_recordset(o.refunds) as refund(
        id bigint, created_at timestamptz, refund_line_items jsonb, order_adjustments jsonb
      )
    ),
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
        item.subtotal
          - case when r.taxes_included then coalesce(item.total_tax, 0) else 0 end as returned_amount
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
    )
    select
      ops.key_of('shopify', 'line', order_id::text, line_id::text) as order_line_key,
      ops.key_of('shopify', 'order', order_id::text) as order_key,
      'shopify' as source,
      product_id,
      product_name,
      product_type,
      'sale' as line_type,
      is_test,
      ordered_at as occurred_at,
      currency,
      quantity,
      price as unit_price_amount,
      gross_amount,
      discount_amount,
      0::numeric as returned_amount,
      0::numeric as adjustment_amount
    from sold
    union all
    select
      ops.key_of('shopify', 'refund line', order_id::text, item_id::text),
      ops.key_of('shopify', 'order', order_id::text),
      'shopify',
      coalesce(product_id, 'unknown'),
      product_name,
      coalesce(product_type, 'unknown'),
      'return',
      is_test,
      created_at,
      currency,
      -quantity,
      coalesce(price, 0),
      0,
      0,
      returned_amount,
      0
    from returned
    union all
    select
      ops.key_of('shopify', 'refund adjustment', order_id::text, refund_id::text, position::text),
      ops.key_of('shopify', 'order', order_id::text),
      'shopify',
      'refund adjustment',
      'Refund adjustment',
      'manual',
      'adjustment',
      is_test,
      created_at,
      currency,
      0,
      0,
      0,
      0,
      0,
      amount
    from adjusted`,
})
