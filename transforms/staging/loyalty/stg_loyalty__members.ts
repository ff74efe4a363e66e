import { sql, transform, withDeleted } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { loyalty } from '../../sources/loyalty/loyalty.ts'
import { knownId, personKey } from '../person-key.ts'

/** Members who left stay, because the ledger still refers to them. */
export const stg_loyalty__members = transform('staging.stg_loyalty__members', {
  description: 'Members of the loyalty programme, including former ones.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: company.phoneRegion,
    junk: company.junk,
    from: [
      'given_name_written',
      'family_name_written',
      'email_written',
      'phone_written',
      'birth_date_written',
      'address_written',
      'city_written',
      'postcode_written',
      'country_written',
    ],
  }),
  query: sql`
    select
      ${personKey('loyalty', 'member', sql`member_id`)} as record_key,
      'loyalty' as source,
      'member' as record_kind,
      member_id as record_id,
      _is_deleted as is_deleted,
      given_name as given_name_written,
      family_name as family_name_written,
      email as email_written,
      phone as phone_written,
      birth_date as birth_date_written,
      street as address_written,
      city as city_written,
      postcode as postcode_written,
      country as country_written,
      joined_at::timestamptz as created_at,
      updated_at::timestamptz as updated_at
    from ${withDeleted(loyalty.members)}
    where ${knownId(sql`member_id`)} is not null`,
})
