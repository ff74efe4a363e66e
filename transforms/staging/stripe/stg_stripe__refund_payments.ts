import { sql, transform } from '#engine'
import { payment } from '../../canonical/payment.ts'
import { stg_stripe__charges } from './stg_stripe__charges.ts'
import { stg_stripe__refunds } from './stg_stripe__refunds.ts'

/**
 * The charge of a refund says who the customer is and whether it is a test. It also says how much of it was refunded in
 * all: what is more than its refunds is a refund that was not loaded, as in the export, which has no refunds. Its time
 * is then that of the charge, unless the export says when.
 */
export const stg_stripe__refund_payments = transform('staging.stg_stripe__refund_payments', {
  description: 'Refunds with their customers, including those that only their charges mention.',
  grain: ['payment_key'],
  conformsTo: payment,
  columns: payment.columns,
  query: sql`
    with listed as (
      select
        refund.payment_key,
        refund.payment_id,
        coalesce(refund.charge_key, charge.payment_key) as charge_key,
        refund.status,
        refund.amount,
        refund.currency,
        refund.occurred_at,
        refund.failure_reason
      from ${stg_stripe__refunds} refund
      left join ${stg_stripe__charges} charge
        on refund.charge_key is null
        and charge.payment_intent_id = refund.payment_intent_id
        and charge.status = 'succeeded'
    ),
    listed_totals as (
      select
        charge_key,
        -sum(amount) as amount
      from listed
      where status in ('succeeded', 'pending')
      group by charge_key
    ),
    refunds as (
      select * from listed
      union all
      select
        ops.key_of('stripe', 'refund of charge', charge.payment_id),
        'refund of ' || charge.payment_id,
        charge.payment_key,
        'succeeded',
        coalesce(listed_totals.amount, 0) - charge.refunded_amount,
        charge.currency,
        charge.refunded_at,
        null
      from ${stg_stripe__charges} charge
      left join listed_totals on listed_totals.charge_key = charge.payment_key
      where charge.status = 'succeeded' and charge.refunded_amount > coalesce(listed_totals.amount, 0)
    )
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
    from refunds refund
    left join ${stg_stripe__charges} charge on charge.payment_key = refund.charge_key`,
})
