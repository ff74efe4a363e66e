import { sql } from '#engine'
import { square } from '../../sources/square/square.ts'

/** Everything in an order that becomes lines: lists of lines and service charges, rounding of cash totals, and tips. */
export const orderParts = sql`
    with orders as (
      select
        id as order_id,
        total_money ->> 'currency' as currency,
        created_at::timestamptz as occurred_at,
        line_items,
        service_charges,
        returns,
        rounding_adjustment,
        net_amounts
      from ${square.orders}
      where state in ('OPEN', 'COMPLETED')
    ),
    returned as (
      select
        order_id,
        currency,
        occurred_at,
        part.*
      from orders
      cross join lateral jsonb_to_recordset(returns) as part(
        uid text, return_line_items jsonb, return_service_charges jsonb, rounding_adjustment jsonb
      )
    )
    select
      order_id,
      currency,
      occurred_at,
      'sale' as line_type,
      'line' as kind,
      '' as return_id,
      line_items as part
    from orders
    union all
    select order_id, currency, occurred_at, 'return', 'line', uid, return_line_items from returned
    union all
    select order_id, currency, occurred_at, 'sale', 'charge', '', service_charges from orders
    union all
    select order_id, currency, occurred_at, 'return', 'charge', uid, return_service_charges from returned
    union all
    select order_id, currency, occurred_at, 'adjustment', 'rounding', '', rounding_adjustment from orders
    union all
    select order_id, currency, occurred_at, 'adjustment', 'rounding', uid, rounding_adjustment from returned
    union all
    select order_id, currency, occurred_at, 'adjustment', 'totals', '', net_amounts from orders`
