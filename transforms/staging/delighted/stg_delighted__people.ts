import { sql } from '../../../engine/sql.ts'
import { transform } from '../../../engine/transform.ts'
import { profile } from '../../canonical/profile.ts'
import { delighted } from '../../sources/delighted.ts'

export const stg_delighted__people = transform('staging.stg_delighted__people', {
  description: 'People who answered a survey of Delighted, as their newest response knows them.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  query: sql`
    with ranked as (
      select person ->> 'id' as person_id, person, min(created_at) over people as first_at,
        max(created_at) over people as last_at,
        row_number() over (partition by person ->> 'id' order by created_at desc, id) as newest
      from ${delighted.responses}
      window people as (partition by person ->> 'id')
    )
    select ops.key_of('delighted', 'person', person_id) as record_key, 'delighted' as source, person_id as record_id,
      nullif(trim(person ->> 'name'), '') as full_name,
      nullif(regexp_replace(lower(trim(person ->> 'email')), '\+[^@]*@', '@'), '') as email,
      nullif(trim(person ->> 'phone_number'), '') as phone, null::text as country,
      to_timestamp(first_at) as created_at, to_timestamp(last_at) as updated_at
    from ranked
    where newest = 1`,
})
