import { sql, transform } from '#engine'
import { payment } from '../../canonical/payment.ts'
import { square } from '../../sources/square/square.ts'
import { personKey } from '../person-key.ts'

/** A refund appears both in the returned order and in the order that was paid; it is counted once. */
export const stg_square__refunds = transform('staging.stg_square__refunds', {
  description: 'Refunds at the tills, from their orders.',
  grain: ['payment_key'],
  conformsTo: payment,
  columns: payment.columns,
  query: sql`
    with refunds as (
      select distinct on (refund.id)
        refund.*,
        o.id as order_id,
        coalesce(
          o.customer_id,
          jsonb_path_query_first(o.tenders, '$[*].customer_id ? (@ != null)') #>> '{}'
        ) as customer_id
      from ${square.orders} o
      cross join lateral jsonb_to_recordset(o.refunds) as refund(
        id text, tender_id text, created_at timestamptz, amount_money jsonb, status text
      )
      order by refund.id, o.customer_id nulls last, o.created_at desc, o.id
    )
    select
      ops.key_of('square', 'refund', id) as payment_key,
      ${personKey('square', 'customer', sql`customer_id`)} as record_key,
      'square' as source,
      id as payment_id,
      'refund' as payment_type,
      case status
        when 'APPROVED' then 'succeeded'
        when 'PENDING' then 'pending'
        else 'failed'
      end as status,
      null::text as method,
      -ops.major_units((amount_money ->> 'amount')::numeric, amount_money ->> 'currency') as amount,
      upper(amount_money ->> 'currency') as currency,
      created_at as occurred_at,
      ops.key_of('square', 'payment', tender_id) as related_payment_key,
      ops.key_of('square', 'order', order_id) as order_key,
      null::bigint as subscription_key,
      case when status in ('REJECTED', 'FAILED') then lower(status) end as failure_reason,
      false as is_test
    from refunds`,
})
