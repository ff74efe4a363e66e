import { sql } from '#engine'
import { shopify } from '../../sources/shopify/shopify.ts'

/** Refunds, the money that was paid back for each, and how much of it its lines and adjustments explain. */
export const refunds = sql`
    select
      o.id as order_id,
      o.test as is_test,
      upper(o.currency) as currency,
      o.taxes_included,
      refund.*,
      lines.value_amount - adjustments.value_amount as returned_amount,
      money.amount - lines.amount + adjustments.amount as unexplained_amount
    from ${shopify.orders} o
    cross join lateral jsonb_to_recordset(o.refunds) as refund(
      id bigint, created_at timestamptz, refund_line_items jsonb, order_adjustments jsonb, transactions jsonb
    )
    cross join lateral (
      select coalesce(
        sum(
          case
            when o.taxes_included then greatest(subtotal, total_tax)
            else subtotal + coalesce(total_tax, 0)
          end
        ),
        0
      ) as amount,
      coalesce(
        sum(subtotal - case when o.taxes_included then least(coalesce(total_tax, 0), subtotal) else 0 end),
        0
      ) as value_amount
      from jsonb_to_recordset(refund.refund_line_items) as l(subtotal numeric, total_tax numeric)
    ) lines
    cross join lateral (
      select
        coalesce(sum(amount + coalesce(tax_amount, 0)), 0) as amount,
        coalesce(sum(amount) filter (where kind is distinct from 'shipping_refund'), 0) as value_amount
      from jsonb_to_recordset(refund.order_adjustments) as a(kind text, amount numeric, tax_amount numeric)
    ) adjustments
    cross join lateral (
      select sum(amount) as amount
      from jsonb_to_recordset(refund.transactions) as t(
        kind text, status text, currency text, amount numeric
      )
      where kind = 'refund'
        and status = 'success'
        and upper(coalesce(t.currency, o.currency)) = upper(o.currency)
    ) money`

/**
 * Money that was paid back without a line or an adjustment, in a query that has the lines as `sold` and the refunds as
 * `refunds`. The part of it that was for goods is their share of the order's total, and never more than what they cost.
 */
export const unexplainedRefunds = sql`
    with bought as (
      select
        order_id,
        sum(net_amount) filter (where product_type not in ('gift_card', 'tip')) as amount
      from sold
      group by order_id
    ),
    divided as (
      select
        refund.*,
        bought.amount - sum(refund.returned_amount) over (partition by refund.order_id) as left_amount,
        round(
          refund.unexplained_amount * bought.amount / nullif(o.total_price, 0),
          ops.minor_digits(refund.currency)
        ) as goods_amount
      from refunds refund
      join bought using (order_id)
      join ${shopify.orders} o on o.id = refund.order_id
    ),
    added as (
      select
        *,
        sum(goods_amount) over (partition by order_id order by created_at, id) as goods_so_far
      from divided
      where unexplained_amount <> 0
    )
    select
      order_id,
      id as refund_id,
      is_test,
      created_at,
      currency,
      least(goods_so_far, greatest(left_amount, 0))
        - least(goods_so_far - goods_amount, greatest(left_amount, 0)) as amount
    from added`
