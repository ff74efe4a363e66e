import { type Sql, sql, transform, withDeleted } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { zendesk } from '../../sources/zendesk/zendesk.ts'
import { firstValue } from '../first-value.ts'
import { knownId, personKey } from '../person-key.ts'

const newest = (column: Sql) => firstValue(column, sql`seen_at desc, visit_id`)

/** Once the user is loaded, that record takes the place of this one. */
export const stg_zendesk__requesters = transform('staging.stg_zendesk__requesters', {
  description: 'People whom requests for help and ratings name, while their own records are missing.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: company.phoneRegion,
    junk: company.junk,
    from: ['full_name_written', 'email_written'],
  }),
  query: sql`
    with visits as (
      select
        requester_id,
        coalesce(
          nullif(trim(requester ->> 'name'), ''),
          via #>> '{source,from,name}'
        ) as name,
        coalesce(
          nullif(trim(requester ->> 'email'), ''),
          via #>> '{source,from,address}'
        ) as email,
        created_at::timestamptz as seen_at,
        id as visit_id
      from ${zendesk.tickets}
      union all
      select
        requester_id,
        null,
        null,
        created_at::timestamptz,
        id
      from ${zendesk.satisfaction_ratings}
    )
    select
      ${personKey('zendesk', 'user', sql`requester_id::text`)} as record_key,
      'zendesk' as source,
      'user' as record_kind,
      requester_id::text as record_id,
      false as is_deleted,
      ${newest(sql`nullif(trim(name), '')`)} as full_name_written,
      ${newest(sql`nullif(trim(email), '')`)} as email_written,
      min(seen_at) as created_at,
      max(seen_at) as updated_at
    from visits
    where
      requester_id not in (select id from ${withDeleted(zendesk.users)})
      and ${knownId(sql`requester_id::text`)} is not null
    group by requester_id`,
})
