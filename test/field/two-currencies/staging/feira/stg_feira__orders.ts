import { sql, transform } from '#engine'
import { order } from '../../../../../transforms/canonical/order.ts'
import { personKey } from '../../../../../transforms/staging/person-key.ts'

/** A source of a company's own: two orders in reais and two in pounds, by one customer and a stranger. */
export const stg_feira__orders = transform('staging.stg_feira__orders', {
  description: 'Orders at a market in two currencies.',
  grain: ['order_key'],
  conformsTo: order,
  columns: order.columns,
  query: sql`
    select
      ops.key_of('feira', 'order', order_id) as order_key,
      ${personKey('online_retail', 'customer', sql`customer_id`)} as record_key,
      'feira' as source,
      order_id,
      null::text as order_number,
      'sale' as order_type,
      'completed' as status,
      'market' as channel,
      null::text as store_id,
      timestamptz '2026-03-01 12:00:00+00' as ordered_at,
      currency,
      'Brazil' as country,
      'SP' as region,
      false as is_test
    from (values
      ('1', '17850', 'BRL'),
      ('2', '17850', 'BRL'),
      ('3', '17850', 'GBP'),
      ('4', null, 'USD')
    ) o(order_id, customer_id, currency)`,
})
