import { every, sql } from '#engine'
import { payment } from '../../canonical/payment.ts'
import { subscription } from '../../canonical/subscription.ts'
import { dayOf } from '../calendar/times.ts'
import { customerOfRecord } from '../customers/customer-of-record.ts'
import { fct_orders } from '../fct_orders.ts'
import { converted, exchangeRate } from './exchange.ts'

/**
 * Payments with what they are worth in the reporting currency and what they pay for: a charge for the subscription of its
 * invoice, and a refund for that of its charge. A payment that names nobody is that of the customer of its order.
 */
export const valuedPayments = sql`
  with linked as (
    select
      paid.*,
      ${dayOf(sql`paid.occurred_at`)} as occurred_date,
      coalesce(paid.subscription_key, related.subscription_key, invoice.subscription_key) as paid_subscription_key,
      coalesce(paid.record_key, related.record_key, invoice.record_key) as payer_key
    from ${every(payment)} paid
    left join ${every(payment)} related on related.payment_key = paid.related_payment_key
    left join ${every(payment)} invoice on invoice.payment_key = related.related_payment_key
  )
  select
    linked.payment_key,
    coalesce(i.customer_key, nullif(placed.customer_key, -1)) as customer_key,
    linked.payer_key as record_key,
    placed.order_key,
    subscribed.subscription_key,
    linked.related_payment_key,
    linked.source,
    linked.payment_id,
    linked.payment_type,
    linked.status,
    linked.method,
    linked.failure_reason,
    linked.is_test,
    linked.occurred_at,
    linked.occurred_date,
    linked.currency,
    linked.amount as original_amount,
    ${converted(sql`linked.amount`, sql`linked.currency`)} as worth
  from linked
  left join (${customerOfRecord}) i on i.record_key = linked.payer_key
  left join ${fct_orders} placed on placed.order_key = linked.order_key
  left join ${every(subscription)} subscribed on subscribed.subscription_key = linked.paid_subscription_key
  ${exchangeRate(sql`linked.currency`, sql`linked.occurred_date`)}`
