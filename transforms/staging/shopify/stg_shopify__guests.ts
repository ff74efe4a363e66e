import { sql } from '../../../engine/sql.ts'
import { transform } from '../../../engine/transform.ts'
import { profile } from '../../canonical/profile.ts'
import { normalisedProfile } from '../../normalise/profile.ts'
import { stg_shopify__orders } from './stg_shopify__orders.ts'

export const stg_shopify__guests = transform('staging.stg_shopify__guests', {
  description: 'People who ordered in the online shop without an account, one for each address they gave.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: 'GB',
    from: ['full_name_written', 'email_written', 'phone_written', 'country_written'],
  }),
  query: sql`
    select record_key, 'shopify' as source, 'guest' as record_kind,
      min(coalesce(guest_email, guest_phone)) as record_id, false as is_deleted,
      (array_agg(guest_name order by ordered_at desc, order_key) filter (where guest_name is not null))[1]
        as full_name_written,
      min(guest_email) as email_written, min(guest_phone) as phone_written,
      (array_agg(country order by ordered_at desc, order_key) filter (where country is not null))[1] as country_written,
      min(ordered_at) as created_at, max(ordered_at) as updated_at
    from ${stg_shopify__orders}
    where coalesce(guest_email, guest_phone) is not null
    group by record_key`,
})
