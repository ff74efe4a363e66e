import { sql, transform, withDeleted } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { zendesk } from '../../sources/zendesk/zendesk.ts'
import { knownId, personKey } from '../person-key.ts'

/** Agents and administrators are staff, not customers. Deleted users stay, because what they say is still true. */
export const stg_zendesk__users = transform('staging.stg_zendesk__users', {
  description: 'People who asked for help.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: company.phoneRegion,
    junk: company.junk,
    from: ['full_name_written', 'email_written', 'phone_written', 'phone_shared_written'],
  }),
  query: sql`
    select
      ${personKey('zendesk', 'user', sql`id::text`)} as record_key,
      'zendesk' as source,
      'user' as record_kind,
      id::text as record_id,
      _is_deleted as is_deleted,
      created_at::timestamptz as created_at,
      updated_at::timestamptz as updated_at,
      name as full_name_written,
      email as email_written,
      phone as phone_written,
      shared_phone_number::text as phone_shared_written
    from ${withDeleted(zendesk.users)}
    where role = 'end-user' and ${knownId(sql`id::text`)} is not null`,
})
