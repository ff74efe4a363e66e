import { sql } from '#engine'
import { shopify } from '../../sources/shopify/shopify.ts'

/** What the shop charged for postage, and what it paid back of that, without tax. */
export const postageLines = sql`
    with charged as (
      select
        o.id as order_id,
        'postage' as part,
        charge.position::text as part_id,
        o.test as is_test,
        o.processed_at::timestamptz as occurred_at,
        upper(o.currency) as currency,
        'sale' as line_type,
        charge.price,
        charge.price - case when o.taxes_included then tax.amount else 0 end as gross_amount,
        charge.price - coalesce(charge.discounted_price, charge.price) as discount_amount,
        0 as returned_amount
      from ${shopify.orders} o
      cross join lateral rows from (
        jsonb_to_recordset(o.shipping_lines) as (price numeric, discounted_price numeric, tax_lines jsonb)
      ) with ordinality as charge(price, discounted_price, tax_lines, position)
      cross join lateral (
        select coalesce(sum(price), 0) as amount
        from jsonb_to_recordset(charge.tax_lines) as t(price numeric)
      ) tax
      where charge.price <> 0
    ),
    paid_back as (
      select
        o.id as order_id,
        'postage refund' as part,
        concat_ws(' ', refund.id, adjustment.position) as part_id,
        o.test as is_test,
        refund.created_at as occurred_at,
        upper(o.currency) as currency,
        'return' as line_type,
        0::numeric as price,
        0 as gross_amount,
        0 as discount_amount,
        -adjustment.amount as returned_amount
      from ${shopify.orders} o
      cross join lateral jsonb_to_recordset(o.refunds) as refund(
        id bigint, created_at timestamptz, order_adjustments jsonb
      )
      cross join lateral rows from (
        jsonb_to_recordset(refund.order_adjustments) as (amount numeric, kind text)
      ) with ordinality as adjustment(amount, kind, position)
      where adjustment.kind = 'shipping_refund' and adjustment.amount < 0
    )
    select * from charged
    union all
    select * from paid_back`
