import { sql } from '#engine'
import { fct_payments } from '../fct_payments.ts'
import { amountText } from './amount-text.ts'

/**
 * What an agent wants to know about money: that it came, failed, or went back, and what is still owed. The payment of an
 * order is a part of buying it, so only its failure is a contact of its own; its refund is in the timeline of returns. An
 * invoice is one while no charge has paid it.
 */
export const paymentsTouchpoints = sql`
  with paid_invoices as (
    select distinct related_payment_key as payment_key
    from ${fct_payments}
    where payment_type = 'charge'
      and status = 'succeeded'
      and related_payment_key is not null
  ),
  contacts as (
    select
      *,
      case
        when payment_type = 'charge' and status = 'failed' then 'payment failed'
        when order_key is not null then null
        when payment_type = 'charge' and status = 'succeeded' then 'payment received'
        when payment_type = 'refund' and status = 'succeeded' then 'refund paid'
        when payment_type = 'invoice' and status = 'succeeded' then 'invoice paid'
        when payment_type = 'invoice' and status = 'pending' then 'invoice open'
        when payment_type = 'invoice' and status = 'failed' then 'invoice given up'
      end as touchpoint_type
    from ${fct_payments}
    left join paid_invoices using (payment_key)
    where customer_key > 0
      and excluded_because is null
      and original_amount <> 0
      and paid_invoices.payment_key is null
  ),
  spoken as (
    select
      *,
      ${amountText(sql`original_amount`, sql`currency`)} as amount_text,
      case when method is not null then ' by ' || method end as by_method,
      case when subscription_key is not null then ' for a subscription' end as for_subscription
    from contacts
    where touchpoint_type is not null
  )
  select
    customer_key,
    occurred_at,
    touchpoint_type,
    null::text as channel,
    case when payment_type = 'charge' then 'inbound' else 'outbound' end as direction,
    case touchpoint_type
      when 'payment failed'
        then concat(
          'A payment of ', amount_text, by_method, for_subscription, ' failed',
          ': ' || replace(failure_reason, '_', ' ')
        )
      when 'payment received' then concat('Paid ', amount_text, by_method, for_subscription)
      when 'refund paid' then concat('Was paid back ', amount_text, for_subscription)
      when 'invoice paid' then concat('Paid an invoice of ', amount_text, for_subscription)
      when 'invoice open' then concat('Was sent an invoice of ', amount_text, for_subscription, ', which is not paid')
      else concat('Never paid an invoice of ', amount_text, for_subscription)
    end as sentence,
    original_amount,
    currency,
    case when touchpoint_type = 'payment failed' then null else net_receipts_amount + invoiced_amount end as amount,
    'fct_payments' as fact,
    payment_key as fact_key
  from spoken`
