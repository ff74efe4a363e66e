import { sql } from '#engine'
import { shopify } from '../../sources/shopify/shopify.ts'

/**
 * What the lines of an order have too much, or lack, to make the subtotal that the order states, in a query that has the
 * lines as `sold`. After edits the subtotal may be that of the lines that are left; tips may be left out of it. What is
 * within the order's discounts is one.
 */
export const unallocatedDiscounts = sql`
    with stated as (
      select
        order_id,
        sum(listed_amount) as listed_amount,
        sum(allocated_amount) as allocated_amount,
        coalesce(sum(listed_amount) filter (where product_type = 'tip'), 0) as tip_amount
      from sold
      group by order_id
    ),
    differences as (
      select
        o.id as order_id,
        o.test as is_test,
        o.processed_at::timestamptz as ordered_at,
        upper(o.currency) as currency,
        o.total_discounts - stated.allocated_amount as discount_left,
        stated.tip_amount,
        stated.listed_amount - stated.allocated_amount - o.subtotal_price as difference,
        stated.listed_amount - stated.allocated_amount - returned.amount - o.current_subtotal_price as current_difference
      from ${shopify.orders} o
      join stated on stated.order_id = o.id
      cross join lateral (
        select coalesce(sum(item.subtotal), 0) as amount
        from jsonb_to_recordset(o.refunds) as refund(refund_line_items jsonb)
        cross join lateral jsonb_to_recordset(refund.refund_line_items) as item(subtotal numeric)
      ) returned
    )
    select
      order_id,
      is_test,
      ordered_at,
      currency,
      case when difference between 0 and discount_left then difference else 0 end as discount_amount,
      case when difference between 0 and discount_left then 0 else -difference end as adjustment_amount
    from differences
    where difference <> 0
      and current_difference is distinct from 0
      and not (difference = tip_amount and difference > discount_left)`
