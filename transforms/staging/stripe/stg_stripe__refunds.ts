import { decimal, id, instant, key, sql, text, transform } from '#engine'
import { stripe } from '../../sources/stripe/stripe.ts'

export const stg_stripe__refunds = transform('staging.stg_stripe__refunds', {
  description: 'Refunds, before their customers are known.',
  grain: ['payment_key'],
  columns: {
    payment_key: key('Surrogate key of the refund'),
    payment_id: id('Refund id'),
    charge_key: key('Charge that is refunded').orNull(),
    payment_intent_id: id('Payment that is refunded').orNull(),
    status: text('pending, succeeded, failed or cancelled'),
    amount: decimal('Refunded amount in major units, negative'),
    currency: text('Currency of the amount (ISO 4217)'),
    occurred_at: instant('When it was refunded'),
    failure_reason: text('Why it failed').orNull(),
  },
  query: sql`
    select
      ops.key_of('stripe', 'refund', id) as payment_key,
      id as payment_id,
      ops.key_of('stripe', 'charge', charge) as charge_key,
      payment_intent as payment_intent_id,
      case status
        when 'succeeded' then status
        when 'failed' then status
        when 'canceled' then 'cancelled'
        else 'pending'
      end as status,
      -ops.major_units(amount, currency) as amount,
      upper(currency) as currency,
      to_timestamp(created) as occurred_at,
      failure_reason
    from ${stripe.refunds}`,
})
