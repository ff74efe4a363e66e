import { sql } from '#engine'
import { orderParts } from './order-parts.ts'

/** Lines and service charges, sold and returned, with the kind of product that each is for. */
export const itemsAndCharges = sql`
    with parts as (${orderParts}),
    items as (
      select
        p.*,
        line.*,
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
      where p.kind in ('line', 'charge')
    )
    select
      order_id,
      currency,
      occurred_at,
      line_type,
      line_type || ' ' || kind as kind,
      return_id,
      uid,
      coalesce(catalog_object_id, name, 'unnamed') as product_id,
      nullif(concat_ws(', ', name, nullif(variation_name, 'Regular')), '') as product_name,
      case
        when item_type = 'GIFT_CARD' then 'gift_card'
        when item_type = 'DONATION' then 'donation'
        when type = 'AUTO_GRATUITY' or item_type = 'TIP' then 'tip'
        when kind = 'charge' and name ~* '^(shipping|delivery|postage)\M' then 'postage'
        when item_type in ('SHIPPING', 'DELIVERY', 'POSTAGE') then 'postage'
        when kind = 'charge' then 'fee'
        when item_type = 'CUSTOM_AMOUNT' then 'manual'
        else 'merchandise'
      end as product_type,
      case when line_type = 'return' then -1 else 1 end * coalesce(quantity, 1) as quantity,
      coalesce((base_price_money ->> 'amount')::numeric, (total_money ->> 'amount')::numeric) as unit_price,
      case when line_type = 'sale' then net + discount else 0 end as gross,
      case when line_type = 'sale' then discount else 0 end as discount,
      case when line_type = 'return' then net else 0 end as returned,
      0::numeric as adjustment
    from items
    where type is distinct from 'AUTO_GRATUITY' or net > 0`
