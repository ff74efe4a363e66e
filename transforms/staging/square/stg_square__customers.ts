import { sql, transform, withDeleted } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { square } from '../../sources/square/square.ts'
import { knownId, personKey } from '../person-key.ts'

export const stg_square__customers = transform('staging.stg_square__customers', {
  description: 'Customers in the directory of the tills.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: company.phoneRegion,
    junk: company.junk,
    from: [
      'given_name_written',
      'family_name_written',
      'company_written',
      'email_written',
      'phone_written',
      'birth_date_written',
      'address_written',
      'city_written',
      'region_written',
      'postcode_written',
      'country_written',
    ],
  }),
  query: sql`
    select
      ${personKey('square', 'customer', sql`id`)} as record_key,
      'square' as source,
      'customer' as record_kind,
      id as record_id,
      _is_deleted as is_deleted,
      given_name as given_name_written,
      family_name as family_name_written,
      company_name as company_written,
      email_address as email_written,
      phone_number as phone_written,
      birthday as birth_date_written,
      concat_ws(', ', address ->> 'address_line_1', address ->> 'address_line_2') as address_written,
      address ->> 'locality' as city_written,
      address ->> 'administrative_district_level_1' as region_written,
      address ->> 'postal_code' as postcode_written,
      address ->> 'country' as country_written,
      created_at::timestamptz as created_at,
      updated_at::timestamptz as updated_at
    from ${withDeleted(square.customers)}
    where ${knownId(sql`id`)} is not null`,
})
