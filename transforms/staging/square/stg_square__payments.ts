import { sql, transform } from '#engine'
import { payment } from '../../canonical/payment.ts'
import { square } from '../../sources/square/square.ts'
import { buyerOf } from './buyers.ts'

export const stg_square__payments = transform('staging.stg_square__payments', {
  description: 'Payments at the tills, including tips, before refunds.',
  grain: ['payment_key'],
  conformsTo: payment,
  columns: payment.columns,
  query: sql`
    select
      ops.key_of('square', 'payment', id) as payment_key,
      ${buyerOf.payment} as record_key,
      'square' as source,
      id as payment_id,
      'charge' as payment_type,
      case status
        when 'COMPLETED' then 'succeeded'
        when 'CANCELED' then 'cancelled'
        when 'FAILED' then 'failed'
        else 'pending'
      end as status,
      replace(lower(source_type), '_', ' ') as method,
      ops.major_units((total_money ->> 'amount')::numeric, total_money ->> 'currency') as amount,
      upper(total_money ->> 'currency') as currency,
      created_at::timestamptz as occurred_at,
      null::bigint as related_payment_key,
      ops.key_of('square', 'order', order_id) as order_key,
      null::bigint as subscription_key,
      card_details #>> '{errors,0,code}' as failure_reason,
      false as is_test
    from ${square.payments}`,
})
