import { sql, transform } from '#engine'
import { payment } from '../../canonical/payment.ts'
import { stripe } from '../../sources/stripe/stripe.ts'
import { personKey } from '../person-key.ts'

export const stg_stripe__invoices = transform('staging.stg_stripe__invoices', {
  description: 'Invoices to customers, including tax.',
  grain: ['payment_key'],
  conformsTo: payment,
  columns: payment.columns,
  query: sql`
    select
      ops.key_of('stripe', 'invoice', id) as payment_key,
      ${personKey('stripe', 'customer', sql`customer`)} as record_key,
      'stripe' as source,
      id as payment_id,
      'invoice' as payment_type,
      case status
        when 'paid' then 'succeeded'
        when 'void' then 'cancelled'
        when 'uncollectible' then 'failed'
        when 'draft' then 'draft'
        else 'pending'
      end as status,
      null::text as method,
      ops.major_units(total, currency) as amount,
      upper(currency) as currency,
      to_timestamp(created) as occurred_at,
      null::bigint as related_payment_key,
      null::bigint as order_key,
      ops.key_of(
        'stripe',
        'subscription',
        coalesce(
          subscription,
          parent #>> '{subscription_details,subscription,id}',
          parent #>> '{subscription_details,subscription}'
        )
      ) as subscription_key,
      case when status = 'uncollectible' then status end as failure_reason,
      not livemode as is_test
    from ${stripe.invoices}`,
})
