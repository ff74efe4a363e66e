import { every, sql, value } from '#engine'
import { moneyBackProducts } from '../../canonical/order_line.ts'
import { return_request } from '../../canonical/return_request.ts'
import { dim_product } from '../dim_product.ts'
import { fct_order_lines } from '../fct_order_lines.ts'
import { ordersByNumber, plainOrderNumber } from '../orders/order-number.ts'

/**
 * Refund lines with the request that they answer, and requests that no refund has answered yet. A shop and a carrier do
 * not refer to each other's returns: the first request of an order that was not cancelled belongs to its first refund of
 * goods, the second to the second, and so on. A number that two orders have identifies neither.
 */
export const refundsAndRequests = sql`
      with refund_lines as (
        select
          line.*,
          product.product_id not in (select unnest(${value([...moneyBackProducts])}::text[])) as has_goods
        from ${fct_order_lines} line
        join ${dim_product} product using (product_key)
        where line.line_type = 'return'
          or product.product_id = any(${value([...moneyBackProducts])}::text[])
      ),
      refunds_of_goods as (
        select
          order_key,
          occurred_at,
          row_number() over (partition by order_key order by occurred_at) as place
        from refund_lines
        where has_goods
        group by order_key, occurred_at
      ),
      order_numbers as (${ordersByNumber}
      ),
      requests as (
        select
          request.*,
          order_numbers.order_key,
          case
            when status <> 'cancelled' then row_number() over (
              partition by order_numbers.order_key, status = 'cancelled'
              order by requested_at, return_key
            )
          end as place
        from ${every(return_request)} request
        left join order_numbers on order_numbers.plain_number = ${plainOrderNumber(sql`request.order_number`)}
      ),
      placed_refunds as (
        select
          refund_lines.*,
          refunds_of_goods.place
        from refund_lines
        left join refunds_of_goods using (order_key, occurred_at)
      )
      select
        coalesce(line.order_line_key, request.return_key) as return_key,
        line.order_line_key,
        request.return_key as request_key,
        coalesce(line.order_key, request.order_key) as order_key,
        line.customer_key,
        request.record_key,
        line.product_key,
        line.store_key,
        coalesce(line.source, request.source) as source,
        case
          when line.has_goods then 'goods'
          when line.order_line_key is not null then 'money only'
          else 'request'
        end as return_type,
        case when line.order_line_key is not null then 'refunded' else request.status end as state,
        request.status = 'received' as is_received,
        line.excluded_because,
        request.authorisation,
        request.requested_at,
        line.occurred_at as refunded_at,
        line.occurred_date as refunded_date,
        -line.quantity as quantity,
        line.currency,
        line.original_returned - line.original_adjustment as original_refunded,
        -(line.net_amount + line.other_amount) as refunded_amount
      from placed_refunds line
      full join requests request
        on request.order_key = line.order_key
        and request.place = line.place`
