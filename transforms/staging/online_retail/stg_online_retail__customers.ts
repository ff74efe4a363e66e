import { sql, transform } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { stg_online_retail__transactions } from './stg_online_retail__transactions.ts'

/** Eight customers moved, so the country is that of the newest invoice. */
export const stg_online_retail__customers = transform('staging.stg_online_retail__customers', {
  description: 'Customers of the UCI online retailer, who only have a number and a country.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({ region: company.phoneRegion, junk: company.junk, from: ['country_written'] }),
  query: sql`
    select
      record_key,
      'online_retail' as source,
      'customer' as record_kind,
      min(customer_id) as record_id,
      false as is_deleted,
      (array_agg(country order by occurred_at desc, order_line_key))[1] as country_written,
      min(occurred_at) as created_at,
      max(occurred_at) as updated_at
    from ${stg_online_retail__transactions}
    where record_key is not null
    group by record_key`,
})
