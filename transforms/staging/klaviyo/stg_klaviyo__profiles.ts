import { sql, transform, withDeleted } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { klaviyo } from '../../sources/klaviyo/klaviyo.ts'
import { knownId, personKey } from '../person-key.ts'

export const stg_klaviyo__profiles = transform('staging.stg_klaviyo__profiles', {
  description: 'People whom Klaviyo can send messages to.',
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
      'address_written',
      'city_written',
      'region_written',
      'postcode_written',
      'country_written',
    ],
  }),
  query: sql`
    select
      ${personKey('klaviyo', 'profile', sql`id`)} as record_key,
      'klaviyo' as source,
      'profile' as record_kind,
      id as record_id,
      _is_deleted as is_deleted,
      attributes ->> 'first_name' as given_name_written,
      attributes ->> 'last_name' as family_name_written,
      case
        when trim(concat(attributes ->> 'first_name', attributes ->> 'last_name')) <> ''
          then attributes ->> 'organization'
      end as company_written,
      attributes ->> 'email' as email_written,
      attributes ->> 'phone_number' as phone_written,
      concat_ws(
        ', ',
        attributes #>> '{location,address1}',
        attributes #>> '{location,address2}'
      ) as address_written,
      attributes #>> '{location,city}' as city_written,
      attributes #>> '{location,region}' as region_written,
      attributes #>> '{location,zip}' as postcode_written,
      attributes #>> '{location,country}' as country_written,
      (attributes ->> 'created')::timestamptz as created_at,
      (attributes ->> 'updated')::timestamptz as updated_at
    from ${withDeleted(klaviyo.profiles)}
    where ${knownId(sql`id`)} is not null`,
})
