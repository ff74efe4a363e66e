import { asOfDay, every, sql } from '#engine'
import { counts, order } from '../../canonical/order.ts'
import { dayOf } from '../calendar/times.ts'
import { fct_order_lines } from '../fct_order_lines.ts'

/**
 * Orders with the totals of their lines, why they are in no figure, and what their amounts are multiplied by: 1, or null
 * if a line has no amount because its currency has no rate.
 */
export const valuedOrders = sql`
  with line_totals as (
    select
      order_key,
      count(*)::integer as line_count,
      sum(quantity) as quantity,
      bool_or(is_sale and original_gross > 0) as has_sale,
      -- amounts in two currencies are never added
      case
        when min(currency) = max(currency)
          then sum(original_gross - original_discount - original_returned + original_adjustment)
      end as original_amount,
      -- one line without a rate makes the amounts of the order unknown
      case when bool_and(net_amount is not null) then 1 end as known_weight,
      sum(gross_amount) as gross_amount,
      sum(discount_amount) as discount_amount,
      sum(returned_amount) as returned_amount,
      sum(adjustment_amount) as adjustment_amount,
      sum(net_amount) as net_amount,
      sum(other_amount) as other_amount
    from ${fct_order_lines}
    group by order_key
  ),
  dated as (
    select
      *,
      ${dayOf(sql`ordered_at`)} as ordered_date
    from ${every(order)} o
  ),
  judged as (
    select
      *,
      case
        when placed.is_test then 'test'
        when not ${counts} then 'status'
        when placed.ordered_date > ${asOfDay} then 'future'
      end as excluded_because
    from dated placed
  )
  select
    *,
    case when line_count is null then 1 else known_weight end as weight
  from judged
  left join line_totals using (order_key)`
