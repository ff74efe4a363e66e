import { sql, transform, withDeleted } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { stripe } from '../../sources/stripe/stripe.ts'
import { knownId, personKey } from '../person-key.ts'

/** Deleted customers stay, because their charges refer to them. */
export const stg_stripe__customers = transform('staging.stg_stripe__customers', {
  description: 'People and companies who are billed.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: company.phoneRegion,
    junk: company.junk,
    from: [
      'full_name_written',
      'email_written',
      'phone_written',
      'address_written',
      'city_written',
      'region_written',
      'postcode_written',
      'country_written',
    ],
  }),
  query: sql`
    select
      ${personKey('stripe', 'customer', sql`id`)} as record_key,
      'stripe' as source,
      'customer' as record_kind,
      id as record_id,
      _is_deleted as is_deleted,
      name as full_name_written,
      email as email_written,
      phone as phone_written,
      concat_ws(', ', address ->> 'line1', address ->> 'line2') as address_written,
      address ->> 'city' as city_written,
      address ->> 'state' as region_written,
      address ->> 'postal_code' as postcode_written,
      address ->> 'country' as country_written,
      to_timestamp(created) as created_at,
      to_timestamp(created) as updated_at
    from ${withDeleted(stripe.customers)}
    where ${knownId(sql`id`)} is not null`,
})
