import { type Sql, sql, transform } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { firstValue } from '../first-value.ts'
import { stg_shopify__checkouts } from './stg_shopify__checkouts.ts'
import { stg_shopify__orders } from './stg_shopify__orders.ts'

const newest = (column: Sql) => firstValue(column, sql`seen_at desc, visit_key`)

export const stg_shopify__guests = transform('staging.stg_shopify__guests', {
  description:
    'People who ordered or began to in the online shop without an account, one for each address they gave.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: company.phoneRegion,
    junk: company.junk,
    from: ['full_name_written', 'email_written', 'phone_written', 'country_written'],
  }),
  query: sql`
    with visits as (
      select
        record_key,
        guest_email,
        guest_phone,
        guest_name,
        country,
        ordered_at as seen_at,
        order_key as visit_key
      from ${stg_shopify__orders}
      union all
      select
        record_key,
        guest_email,
        guest_phone,
        guest_name,
        country,
        started_at,
        checkout_key
      from ${stg_shopify__checkouts}
    )
    select
      record_key,
      'shopify' as source,
      'guest' as record_kind,
      min(coalesce(guest_email, guest_phone)) as record_id,
      false as is_deleted,
      ${newest(sql`guest_name`)} as full_name_written,
      ${newest(sql`guest_email`)} as email_written,
      min(guest_phone) as phone_written,
      ${newest(sql`country`)} as country_written,
      min(seen_at) as created_at,
      max(seen_at) as updated_at
    from visits
    where record_key is not null and coalesce(guest_email, guest_phone) is not null
    group by record_key`,
})
