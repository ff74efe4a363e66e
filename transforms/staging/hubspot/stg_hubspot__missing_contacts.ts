import { sql, transform, withDeleted } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { hubspot } from '../../sources/hubspot/hubspot.ts'
import { knownId, personKey } from '../person-key.ts'

/** Only the id is known. Once the record is loaded, it takes the place of this one. */
export const stg_hubspot__missing_contacts = transform('staging.stg_hubspot__missing_contacts', {
  description: 'Contacts that deals are with, while their own records are missing.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({ region: company.phoneRegion, junk: company.junk, from: [] }),
  query: sql`
    with deals as (
      select
        associations #>> '{contacts,results,0,id}' as contact_id,
        "createdAt"::timestamptz as created_at,
        "updatedAt"::timestamptz as updated_at
      from ${hubspot.deals}
    )
    select
      ${personKey('hubspot', 'contact', sql`contact_id`)} as record_key,
      'hubspot' as source,
      'contact' as record_kind,
      contact_id as record_id,
      false as is_deleted,
      min(created_at) as created_at,
      max(updated_at) as updated_at
    from deals
    where
      contact_id not in (select id from ${withDeleted(hubspot.contacts)})
      and ${knownId(sql`contact_id`)} is not null
    group by contact_id`,
})
