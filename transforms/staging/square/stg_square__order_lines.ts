import { sql, transform } from '#engine'
import { order_line } from '../../canonical/order_line.ts'
import { orderParts } from './order-parts.ts'

/**
 * The total of a line includes its tax and its share of service charges. Service charges are separate lines here, so
 * the lines of an order add up to its total without tax and tip. Tips, automatic gratuities, drafts and cancelled
 * orders are not sales.
 */
export const stg_square__order_lines = transform('staging.stg_square__order_lines', {
  description: 'Lines sold and returned at the tills, service charges, and the rounding of cash totals.',
  grain: ['order_line_key'],
  conformsTo: order_line,
  columns: order_line.columns,
  query: sql`
    with parts as (${orderParts}),
    lines as (
      select
        p.order_id,
        p.currency,
        p.occurred_at,
        p.line_type,
        p.kind,
        p.return_id,
        line.uid,
        line.name,
        line.variation_name,
        line.catalog_object_id,
        line.item_type,
        coalesce(line.quantity, 1) as quantity,
        coalesce(
          (line.base_price_money ->> 'amount')::numeric,
          (line.total_money ->> 'amount')::numeric
        ) as unit_price,
        coalesce((line.total_discount_money ->> 'amount')::numeric, 0) as discount,
        (line.total_money ->> 'amount')::numeric
          - coalesce((line.total_tax_money ->> 'amount')::numeric, 0)
          - coalesce((line.total_service_charge_money ->> 'amount')::numeric, 0) as net
      from parts p
      cross join lateral jsonb_to_recordset(p.part) as line(
        uid text, name text, variation_name text, catalog_object_id text, item_type text, type text,
        quantity numeric, base_price_money jsonb, total_discount_money jsonb, total_tax_money jsonb,
        total_service_charge_money jsonb, total_money jsonb
      )
      where p.kind <> 'rounding' and line.type is distinct from 'AUTO_GRATUITY'
    )
    select
      ops.key_of('square', line_type || ' ' || kind, order_id, return_id, uid) as order_line_key,
      ops.key_of('square', 'order', order_id) as order_key,
      'square' as source,
      coalesce(catalog_object_id, name, 'unnamed') as product_id,
      nullif(concat_ws(', ', name, nullif(variation_name, 'Regular')), '') as product_name,
      case
        when kind = 'charge' then 'fee'
        when item_type = 'GIFT_CARD' then 'gift_card'
        when item_type = 'CUSTOM_AMOUNT' then 'manual'
        else 'merchandise'
      end as product_type,
      line_type,
      false as is_test,
      occurred_at,
      upper(currency) as currency,
      case when line_type = 'return' then -quantity else quantity end as quantity,
      ops.major_units(unit_price, currency) as unit_price_amount,
      case when line_type = 'sale' then ops.major_units(net + discount, currency) else 0 end as gross_amount,
      case when line_type = 'sale' then ops.major_units(discount, currency) else 0 end as discount_amount,
      case when line_type = 'return' then ops.major_units(net, currency) else 0 end as returned_amount,
      0::numeric as adjustment_amount
    from lines
    union all
    select
      ops.key_of('square', 'rounding', order_id, return_id),
      ops.key_of('square', 'order', order_id),
      'square',
      'rounding',
      'Rounding of cash totals',
      'manual',
      'adjustment',
      false,
      occurred_at,
      upper(currency),
      0,
      0,
      0,
      0,
      0,
      ops.major_units((part #>> '{amount_money,amount}')::numeric, currency)
    from parts
    where kind = 'rounding' and part is not null and part <> 'null'`,
})
