import { sql } from '#engine'
import { fct_order_lines } from '../fct_order_lines.ts'
import { fct_orders } from '../fct_orders.ts'
import { amountText } from './amount-text.ts'

/**
 * A purchase with what it cost when it was placed: what comes back later is a contact of its own, in the timeline of
 * returns. An order that was cancelled or voided is shown as such, because the customer will ask about it; drafts, tests,
 * and documents that only return or adjust are not orders of a customer.
 */
export const ordersTouchpoints = sql`
  with sold as (
    select
      order_key,
      sum(quantity) filter (where is_sale) as quantity,
      sum(original_gross - original_discount) as original_amount,
      sum(gross_amount - discount_amount) filter (where is_sale) + coalesce(sum(other_amount) filter (where not is_sale), 0)
        as amount
    from ${fct_order_lines}
    where line_type = 'sale'
    group by order_key
  ),
  orders as (
    select
      placed.*,
      trim_scale(sold.quantity) as units,
      sold.original_amount as sold_for,
      sold.amount as worth,
      case placed.channel
        when 'web' then ' in the web shop'
        when 'store' then ' in a store'
        when 'app' then ' in the app'
      end as place
    from ${fct_orders} placed
    join sold using (order_key)
    where placed.customer_key > 0
      and placed.order_type = 'sale'
      and not placed.is_test
      and placed.status <> 'draft'
      and placed.excluded_because is distinct from 'future'
  )
  select
    customer_key,
    ordered_at as occurred_at,
    case when excluded_because is null then 'order placed' else 'order cancelled' end as touchpoint_type,
    channel,
    'inbound' as direction,
    concat(
      case when excluded_because is null then 'Ordered' else 'Placed an order that was cancelled, of' end,
      case units when 1 then ' 1 article' when 0 then '' else ' ' || units || ' articles' end,
      ' for ', ${amountText(sql`sold_for`, sql`currency`)},
      place
    ) as sentence,
    sold_for as original_amount,
    currency,
    worth as amount,
    'fct_orders' as fact,
    order_key as fact_key
  from orders`
