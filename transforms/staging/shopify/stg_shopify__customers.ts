import { sql, transform, withDeleted } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { shopify } from '../../sources/shopify/shopify.ts'
import { knownId, personKey } from '../person-key.ts'

export const stg_shopify__customers = transform('staging.stg_shopify__customers', {
  description: 'Customers of the online shop.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: company.phoneRegion,
    junk: company.junk,
    from: [
      'given_name_written',
      'family_name_written',
      'full_name_written',
      'company_written',
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
      ${personKey('shopify', 'customer', sql`id::text`)} as record_key,
      'shopify' as source,
      'customer' as record_kind,
      id::text as record_id,
      _is_deleted as is_deleted,
      first_name as given_name_written,
      last_name as family_name_written,
      default_address ->> 'name' as full_name_written,
      default_address ->> 'company' as company_written,
      email as email_written,
      coalesce(nullif(trim(phone), ''), default_address ->> 'phone') as phone_written,
      concat_ws(', ', default_address ->> 'address1', default_address ->> 'address2') as address_written,
      default_address ->> 'city' as city_written,
      default_address ->> 'province' as region_written,
      default_address ->> 'zip' as postcode_written,
      coalesce(
        nullif(trim(default_address ->> 'country'), ''),
        default_address ->> 'country_code'
      ) as country_written,
      created_at::timestamptz as created_at,
      updated_at::timestamptz as updated_at
    from ${withDeleted(shopify.customers)}
    where ${knownId(sql`id::text`)} is not null`,
})
