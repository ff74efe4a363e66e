import { sql } from '#engine'
import { shopify } from '../../sources/shopify/shopify.ts'

/**
 * The line items of orders, with their discounts, and their gross amounts without tax. A line with a negative price, such
 * as a credit, is a discount. Older records have a line's discount in `total_discount` only.
 */
export const soldLines = sql`
    with lines as (
      select
        o.id as order_id,
        line.id as line_id,
        o.test as is_test,
        upper(o.currency) as currency,
        o.processed_at::timestamptz as ordered_at,
        coalesce(line.product_id::text, line.sku, line.title) as product_id,
        line.title as product_name,
        case
          when o.test then 'test'
          when line.gift_card then 'gift_card'
          when line.tip_payment_gateway is not null then 'tip'
          when line.price < 0 then 'discount'
          else 'merchandise'
        end as product_type,
        line.quantity,
        line.price,
        line.quantity * line.price as listed_amount,
        coalesce(allocation.amount, line.total_discount, 0) as allocated_amount,
        case when o.taxes_included then tax.amount else 0 end as tax_amount
      from ${shopify.orders} o
      cross join lateral jsonb_to_recordset(o.line_items) as line(
        id bigint, product_id bigint, sku text, title text, quantity numeric, price numeric, gift_card boolean,
        tip_payment_gateway text, total_discount numeric, discount_allocations jsonb, tax_lines jsonb
      )
      cross join lateral (
        select sum(amount) as amount
        from jsonb_to_recordset(line.discount_allocations) as a(amount numeric)
      ) allocation
      cross join lateral (
        select coalesce(sum(price), 0) as amount
        from jsonb_to_recordset(line.tax_lines) as t(price numeric)
      ) tax
    ),
    priced as (
      select
        *,
        listed_amount - tax_amount - allocated_amount as net_amount,
        greatest(listed_amount - tax_amount + greatest(-allocated_amount, 0), 0) as gross_amount
      from lines
    )
    select
      *,
      gross_amount - net_amount as discount_amount
    from priced`
