import { sql, transform, withDeleted } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { hubspot } from '../../sources/hubspot/hubspot.ts'
import { knownId, personKey } from '../person-key.ts'
import { mergedIds } from './merged-ids.ts'

/**
 * Archived contacts stay, because what they say about a person is still true. The company of a contact is an employer,
 * so it names the contact only if the contact's own name repeats it.
 */
export const stg_hubspot__contacts = transform('staging.stg_hubspot__contacts', {
  description: 'Contacts in the CRM.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({ region: company.phoneRegion, junk: company.junk }),
  query: sql`
    with merged as (${mergedIds(withDeleted(hubspot.contacts))}
    )
    select
      ${personKey('hubspot', 'contact', sql`id`)} as record_key,
      'hubspot' as source,
      'contact' as record_kind,
      id as record_id,
      _is_deleted or id in (select former_id from merged) as is_deleted,
      properties ->> 'salutation' as title_written,
      properties ->> 'firstname' as given_name_written,
      properties ->> 'lastname' as family_name_written,
      null::text as full_name_written,
      case
        when trim(concat(properties ->> 'firstname', properties ->> 'lastname')) <> '' then properties ->> 'company'
      end as company_written,
      properties ->> 'email' as email_written,
      coalesce(nullif(trim(properties ->> 'phone'), ''), properties ->> 'mobilephone') as phone_written,
      properties ->> 'date_of_birth' as birth_date_written,
      properties ->> 'address' as address_written,
      properties ->> 'city' as city_written,
      properties ->> 'state' as region_written,
      properties ->> 'zip' as postcode_written,
      properties ->> 'country' as country_written,
      "createdAt"::timestamptz as created_at,
      "updatedAt"::timestamptz as updated_at
    from ${withDeleted(hubspot.contacts)}
    where ${knownId(sql`id`)} is not null`,
})
