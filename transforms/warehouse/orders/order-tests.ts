import { returnsNone, sql } from '#engine'
import { fct_order_lines } from '../fct_order_lines.ts'

/** Amounts of orders are those of their lines, apart from orders with a line that has no exchange rate. */
export const amountsTieWithLines = returnsNone(
  'amounts tie with the lines',
  (self) => sql`
    with orders as (
      select
        sum(net_amount + other_amount) as amount,
        coalesce(sum(line_count) filter (where net_amount is not null), 0) as line_count
      from ${self}
    ),
    lines as (
      select
        sum(net_amount + other_amount) as amount,
        count(*) as line_count
      from ${fct_order_lines} line
      where not exists (
        select
        from ${self} placed
        where placed.order_key = line.order_key
          and placed.net_amount is null
      )
    )
    select
      orders.amount as orders_amount,
      lines.amount as lines_amount
    from orders
    cross join lines
    where (orders.amount, orders.line_count) is distinct from (lines.amount, lines.line_count)`,
)
