import { sql } from '#engine'
import { fct_checkout_steps } from '../fct_checkout_steps.ts'
import { amountText } from './amount-text.ts'

/** Only checkouts that were abandoned: one that was paid for is in the timeline as an order. */
export const checkoutsTouchpoints = sql`
  select
    customer_key,
    occurred_at,
    'checkout abandoned' as touchpoint_type,
    'website' as channel,
    'inbound' as direction,
    concat(
      'Started a checkout',
      case line_count when 1 then ' of 1 article' else ' of ' || line_count || ' articles' end,
      ' for ' || case when original_value is not null then ${amountText(sql`original_value`, sql`currency`)} end,
      ' and did not pay'
    ) as sentence,
    original_value as original_amount,
    currency,
    value_amount as amount,
    'fct_checkout_steps' as fact,
    step_key as fact_key
  from ${fct_checkout_steps}
  where customer_key > 0 and is_abandoned`
