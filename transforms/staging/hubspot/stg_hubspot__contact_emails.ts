import { sql, transform, withDeleted } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { hubspot } from '../../sources/hubspot/hubspot.ts'
import { knownEmail, knownId } from '../person-key.ts'
import { additionalEmailKey } from './additional-email-key.ts'

/** Each is a record of its own, linked with its contact, because a profile record has one email address. */
export const stg_hubspot__contact_emails = transform('staging.stg_hubspot__contact_emails', {
  description: 'Additional email addresses of contacts in the CRM.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: company.phoneRegion,
    junk: company.junk,
    from: ['given_name_written', 'family_name_written', 'email_written'],
  }),
  query: sql`
    with additional as (
      select distinct on (id, lower(trim(address)))
        contact.*,
        lower(trim(address)) as email
      from ${withDeleted(hubspot.contacts)} contact
      cross join lateral regexp_split_to_table(properties ->> 'hs_additional_emails', '[;,]') as address
      where ${knownId(sql`id`)} is not null and ${knownEmail(sql`address`)} is not null
      order by id, lower(trim(address))
    )
    select
      ${additionalEmailKey(sql`id`, sql`email`)} as record_key,
      'hubspot' as source,
      'contact email' as record_kind,
      id || ':' || email as record_id,
      _is_deleted as is_deleted,
      properties ->> 'firstname' as given_name_written,
      properties ->> 'lastname' as family_name_written,
      email as email_written,
      "createdAt"::timestamptz as created_at,
      "updatedAt"::timestamptz as updated_at
    from additional`,
})
