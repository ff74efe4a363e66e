import { decimal, id, instant, sql, transform } from '#engine'
import { payment } from '../../canonical/payment.ts'
import { stripe } from '../../sources/stripe/stripe.ts'
import { knownEmail, personKey } from '../person-key.ts'

/** An authorised charge is pending until it is captured. If only a part was captured, that part counts. */
export const stg_stripe__charges = transform('staging.stg_stripe__charges', {
  description: 'Charges, including failed ones, before refunds.',
  grain: ['payment_key'],
  conformsTo: payment,
  columns: {
    ...payment.columns,
    payment_intent_id: id('Payment that it attempts').orNull(),
    refunded_amount: decimal('How much of it was refunded, in its currency'),
    refunded_at: instant('When it was refunded; when it was made if that is not known'),
  },
  query: sql`
    select
      ops.key_of('stripe', 'charge', id) as payment_key,
      coalesce(
        ${personKey('stripe', 'customer', sql`customer`)},
        ${personKey(
          'stripe',
          'guest',
          knownEmail(sql`coalesce(nullif(trim(billing_details ->> 'email'), ''), receipt_email)`),
        )}
      ) as record_key,
      'stripe' as source,
      id as payment_id,
      'charge' as payment_type,
      case when status = 'succeeded' and not captured then 'pending' else status end as status,
      replace(payment_method_details ->> 'type', '_', ' ') as method,
      ops.major_units(
        case when status = 'succeeded' and captured then coalesce(amount_captured, amount) else amount end,
        currency
      ) as amount,
      upper(currency) as currency,
      to_timestamp(created) as occurred_at,
      ops.key_of('stripe', 'invoice', invoice) as related_payment_key,
      null::bigint as order_key,
      null::bigint as subscription_key,
      failure_code as failure_reason,
      not livemode as is_test,
      coalesce(payment_intent, case when id like 'pi\_%' then id end) as payment_intent_id,
      ops.major_units(amount_refunded, currency) as refunded_amount,
      to_timestamp(coalesce(refunded_at, created)) as refunded_at
    from ${stripe.charges}`,
})
