import { sql } from '#engine'
import { fct_returns } from '../fct_returns.ts'
import { amountText } from './amount-text.ts'

/** Asking for a return is one contact, however many lines it has, and so is the refund of an order on one day. */
export const returnsTouchpoints = sql`
  with asked as (
    select
      request_key,
      min(customer_key) as customer_key,
      min(requested_at) as occurred_at,
      min(return_key) as return_key,
      bool_and(state = 'cancelled') as is_cancelled
    from ${fct_returns}
    where request_key is not null
    group by request_key
  ),
  refunded as (
    select
      order_key,
      currency,
      min(customer_key) as customer_key,
      refunded_at as occurred_at,
      min(return_key) as return_key,
      sum(quantity) filter (where return_type = 'goods') as quantity,
      sum(original_refunded) as original_amount,
      sum(refunded_amount) as amount
    from ${fct_returns}
    where refunded_at is not null
      and excluded_because is null
    group by order_key, refunded_at, currency
    having sum(original_refunded) <> 0
  )
  select
    customer_key,
    occurred_at,
    'return requested' as touchpoint_type,
    null::text as channel,
    'inbound' as direction,
    concat('Asked to return goods', case when is_cancelled then '; the request was cancelled' end) as sentence,
    null::numeric as original_amount,
    null::text as currency,
    null::numeric(38,4) as amount,
    'fct_returns' as fact,
    return_key as fact_key
  from asked
  where customer_key > 0
  union all
  select
    customer_key,
    occurred_at,
    'refund paid',
    null,
    'outbound',
    concat(
      'Was refunded ', ${amountText(sql`original_amount`, sql`currency`)},
      case
        when quantity = 1 then ' for 1 article that came back'
        when quantity > 1 then ' for ' || trim_scale(quantity) || ' articles that came back'
      end
    ),
    original_amount,
    currency,
    amount,
    'fct_returns',
    return_key
  from refunded
  where customer_key > 0`
