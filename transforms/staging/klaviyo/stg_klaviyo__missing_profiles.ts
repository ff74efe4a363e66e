import { sql, transform, withDeleted } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { klaviyo } from '../../sources/klaviyo/klaviyo.ts'
import { knownId, personKey } from '../person-key.ts'

/** Only the id is known. Once the record is loaded, it takes the place of this one. */
export const stg_klaviyo__missing_profiles = transform('staging.stg_klaviyo__missing_profiles', {
  description: 'People with events, while their own profiles are missing.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({ region: company.phoneRegion, junk: company.junk, from: [] }),
  query: sql`
    with events as (
      select
        relationships #>> '{profile,data,id}' as profile_id,
        (attributes ->> 'datetime')::timestamptz as occurred_at
      from ${klaviyo.events}
    )
    select
      ${personKey('klaviyo', 'profile', sql`profile_id`)} as record_key,
      'klaviyo' as source,
      'profile' as record_kind,
      profile_id as record_id,
      false as is_deleted,
      min(occurred_at) as created_at,
      max(occurred_at) as updated_at
    from events
    where
      profile_id not in (select id from ${withDeleted(klaviyo.profiles)})
      and ${knownId(sql`profile_id`)} is not null
    group by profile_id`,
})
