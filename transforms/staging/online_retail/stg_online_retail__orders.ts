import { sql, transform, value } from '#engine'
import { countryColumn } from '../../../normalise/country-column.ts'
import { order } from '../../canonical/order.ts'
import { currency } from '../../sources/online_retail/online_retail.ts'
import { stg_online_retail__transactions } from './stg_online_retail__transactions.ts'

export const stg_online_retail__orders = transform('staging.stg_online_retail__orders', {
  description: 'Invoices, cancellations and adjustments of the UCI online retailer.',
  grain: ['order_key'],
  conformsTo: order,
  columns: order.columns,
  derive: countryColumn,
  query: sql`
    select
      order_key,
      min(record_key) as record_key,
      'online_retail' as source,
      min(invoice_id) as order_id,
      min(invoice_id) as order_number,
      min(order_type) as order_type,
      'completed' as status,
      'web' as channel,
      null::text as store_id,
      min(occurred_at) as ordered_at,
      ${value(currency)} as currency,
      min(country) as country_written,
      null::text as region,
      bool_and(product_type = 'test') as is_test
    from ${stg_online_retail__transactions}
    group by order_key`,
})
