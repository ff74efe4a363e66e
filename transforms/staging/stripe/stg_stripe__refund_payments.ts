import { sql, transform } from '#engine'
import { payment } from '../../canonical/payment.ts'
import { stg_stripe__charges } from './stg_stripe__charges.ts'
import { stg_stripe__refunds } from './stg_stripe__refunds.ts'

/** The charge of a refund says who the customer is and whether it is a test. */
export const stg_stripe__refund_payments = transform('staging.stg_stripe__refund_payments', {
  description: 'Refunds with their customers.',
  grain: ['payment_key'],
  conformsTo: payment,
  columns: payment.columns,
  query: sql`
    select
      refund.payment_key,
      charge.record_key,
      'stripe' as source,
      refund.payment_id,
      'refund' as payment_type,
      refund.status,
      charge.method,
      refund.amount,
      refund.currency,
      refund.occurred_at,
      refund.charge_key as related_payment_key,
      charge.order_key,
      charge.subscription_key,
      refund.failure_reason,
      coalesce(charge.is_test, false) as is_test
    from ${stg_stripe__refunds} refund
    left join ${stg_stripe__charges} charge on charge.payment_key = refund.charge_key`,
})
