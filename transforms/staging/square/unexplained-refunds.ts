import { sql } from '#engine'
import { square } from '../../sources/square/square.ts'

/**
 * Money that was paid back for an order beyond what its returns are worth. A return may be an order of its own, which
 * names the order that it returns, and a refund stands in both.
 */
export const unexplainedRefunds = sql`
    with returns as (
      select
        o.id as order_id,
        part.source_order_id,
        greatest(
          coalesce(lines.amount, 0) + coalesce(charges.amount, 0)
            + coalesce((part.rounding_adjustment #>> '{amount_money,amount}')::numeric, 0),
          case when returned.position = 1 then -(o.net_amounts #>> '{total_money,amount}')::numeric end
        ) as amount
      from ${square.orders} o
      cross join lateral jsonb_array_elements(o.returns) with ordinality as returned(content, position)
      cross join lateral jsonb_to_record(returned.content) as part(
        source_order_id text, return_line_items jsonb, return_service_charges jsonb, rounding_adjustment jsonb
      )
      cross join lateral (
        select sum((total_money ->> 'amount')::numeric) as amount
        from jsonb_to_recordset(part.return_line_items) as l(total_money jsonb)
      ) lines
      cross join lateral (
        select sum((total_money ->> 'amount')::numeric) as amount
        from jsonb_to_recordset(part.return_service_charges) as c(total_money jsonb)
      ) charges
      where o.state in ('OPEN', 'COMPLETED')
    ),
    explained as (
      select order_id, amount from returns
      union all
      select source_order_id, amount from returns where source_order_id <> order_id
    ),
    explained_totals as (
      select
        order_id,
        sum(amount) as amount
      from explained
      group by order_id
    ),
    refunded as (
      select
        o.id as order_id,
        max((o.total_money ->> 'amount')::numeric) as order_amount,
        max(refund.created_at) as occurred_at,
        sum((refund.amount_money ->> 'amount')::numeric) as amount
      from ${square.orders} o
      cross join lateral jsonb_to_recordset(o.refunds) as refund(
        created_at timestamptz, amount_money jsonb, status text
      )
      where refund.status in ('APPROVED', 'PENDING')
      group by o.id
    )
    select
      order_id,
      refunded.occurred_at,
      refunded.order_amount,
      refunded.amount - coalesce(explained_totals.amount, 0) as amount
    from refunded
    left join explained_totals using (order_id)
    where refunded.amount > coalesce(explained_totals.amount, 0)`
