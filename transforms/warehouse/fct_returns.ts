import { every, references, returnsNone, sql, transform, unknownKey, value } from '#engine'
import { moneyBackProducts, order_line } from '../canonical/order_line.ts'
import { return_request } from '../canonical/return_request.ts'
import { dayOf } from './calendar/times.ts'
import { customerOfRecord } from './customers/customer-of-record.ts'
import { dim_currency } from './dim_currency.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { dim_product } from './dim_product.ts'
import { dim_store } from './dim_store.ts'
import { fct_orders } from './fct_orders.ts'
import { refundsAndRequests } from './money/refunds-and-requests.ts'
import { returnColumns } from './money/return-columns.ts'

/**
 * What a shop refunds and what a carrier is asked to bring back are the same return: a refund line has the dates of its
 * request, and a request has a row of its own only while nothing is refunded for it, or if it was cancelled. A request that
 * arrives after its refund, or a refund after its request, joins that row with the next build.
 */
export const fct_returns = transform('warehouse.fct_returns', {
  description:
    'Returns and refunds, one row for each line that was refunded, with the dates of its milestones, and one for each ' +
    'request to return goods that is not refunded yet.',
  grain: ['return_key'],
  columns: returnColumns,
  indexes: [['customer_key'], ['order_key']],
  tests: [
    references('customer_key', dim_customer),
    references('product_key', dim_product),
    references('store_key', dim_store),
    references('currency', dim_currency),
    references('ordered_date', dim_date, 'date_day'),
    references('refunded_date', dim_date, 'date_day'),
    references('requested_date', dim_date, 'date_day'),
    returnsNone(
      'every staged refund line and request is present',
      (self) => sql`
        select currency, count(*) as row_count, sum(returned_amount - adjustment_amount) as original_refunded
        from ${every(order_line)} staged
        where line_type = 'return' or product_id = any(${value([...moneyBackProducts])}::text[])
        group by currency
        union all
        select 'requests', count(*), 0
        from ${every(return_request)} asked
        except
        select currency, count(*), sum(original_refunded)
        from ${self}
        where order_line_key is not null
        group by currency
        except
        select 'requests', count(distinct request_key), 0
        from ${self}`,
    ),
  ],
  query: sql`
    select
      r.return_key,
      r.order_line_key,
      r.request_key,
      r.order_key,
      coalesce(r.customer_key, placed.customer_key, i.customer_key, ${unknownKey}) as customer_key,
      coalesce(r.product_key, ${unknownKey}) as product_key,
      coalesce(r.store_key, placed.store_key, ${unknownKey}) as store_key,
      r.source,
      r.return_type,
      r.state,
      r.is_received,
      r.excluded_because,
      r.authorisation,
      placed.ordered_date,
      r.requested_at,
      ${dayOf(sql`r.requested_at`)} as requested_date,
      r.refunded_at,
      r.refunded_date,
      coalesce(r.quantity, 0) as quantity,
      coalesce(r.currency, 'XXX') as currency,
      coalesce(r.original_refunded, 0) as original_refunded,
      case when r.order_line_key is null then 0 else r.refunded_amount end as refunded_amount,
      r.refunded_date - placed.ordered_date as days_from_order,
      r.refunded_date - ${dayOf(sql`r.requested_at`)} as days_from_request
    from (${refundsAndRequests}) r
    left join ${fct_orders} placed on placed.order_key = r.order_key
    left join (${customerOfRecord}) i on i.record_key = r.record_key`,
})
