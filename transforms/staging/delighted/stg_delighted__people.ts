import { sql } from '../../../engine/sql.ts'
import { transform } from '../../../engine/transform.ts'
import { profile } from '../../canonical/profile.ts'
import { normalisedProfile } from '../../normalise/profile.ts'
import { delighted } from '../../sources/delighted.ts'

export const stg_delighted__people = transform('staging.stg_delighted__people', {
  description: 'People who answered a survey of Delighted, as their newest response knows them.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({ region: 'GB', from: ['full_name_written', 'email_written', 'phone_written'] }),
  query: sql`
    with ranked as (
      select person ->> 'id' as person_id, person, min(created_at) over people as first_at,
        max(created_at) over people as last_at,
        row_number() over (partition by person ->> 'id' order by created_at desc, id) as newest
      from ${delighted.responses}
      window people as (partition by person ->> 'id')
    )
    select ops.key_of('delighted', 'person', person_id) as record_key, 'delighted' as source,
      'person' as record_kind, person_id as record_id, false as is_deleted, person ->> 'name' as full_name_written,
      person ->> 'email' as email_written, person ->> 'phone_number' as phone_written,
      to_timestamp(first_at) as created_at, to_timestamp(last_at) as updated_at
    from ranked
    where newest = 1`,
})
