import { sql, transform, withDeleted } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { shopify } from '../../sources/shopify/shopify.ts'
import { knownId, personKey } from '../person-key.ts'
import { ownAddress } from './own-address.ts'

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
    with customers as (
      select
        *,
        ${ownAddress(sql`first_name`, sql`last_name`, sql`default_address`)} as address
      from ${withDeleted(shopify.customers)}
    )
    select
      ${personKey('shopify', 'customer', sql`id::text`)} as record_key,
      'shopify' as source,
      'customer' as record_kind,
      id::text as record_id,
      _is_deleted as is_deleted,
      first_name as given_name_written,
      last_name as family_name_written,
      address ->> 'name' as full_name_written,
      address ->> 'company' as company_written,
      email as email_written,
      coalesce(nullif(trim(phone), ''), address ->> 'phone') as phone_written,
      concat_ws(', ', address ->> 'address1', address ->> 'address2') as address_written,
      address ->> 'city' as city_written,
      address ->> 'province' as region_written,
      address ->> 'zip' as postcode_written,
      coalesce(
        nullif(trim(address ->> 'country'), ''),
        address ->> 'country_code'
      ) as country_written,
      created_at::timestamptz as created_at,
      updated_at::timestamptz as updated_at
    from customers
    where ${knownId(sql`id::text`)} is not null`,
})
