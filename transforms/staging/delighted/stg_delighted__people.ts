import { type Sql, sql, transform } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { delighted } from '../../sources/delighted/delighted.ts'
import { firstValue } from '../first-value.ts'
import { knownId, personKey } from '../person-key.ts'

const newest = (column: Sql) => firstValue(column, sql`created_at desc, id`)

/** A response that only has the id of a person does not remove values of earlier responses. */
export const stg_delighted__people = transform('staging.stg_delighted__people', {
  description: 'People who answered a Delighted survey, with the values of their newest responses.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({
    region: company.phoneRegion,
    junk: company.junk,
    from: ['full_name_written', 'email_written', 'phone_written'],
  }),
  query: sql`
    with typed as (
      select
        id,
        created_at,
        person ->> 'id' as person_id,
        nullif(trim(person ->> 'name'), '') as name,
        nullif(trim(person ->> 'email'), '') as email,
        nullif(trim(person ->> 'phone_number'), '') as phone
      from ${delighted.responses}
    )
    select
      ${personKey('delighted', 'person', sql`person_id`)} as record_key,
      'delighted' as source,
      'person' as record_kind,
      person_id as record_id,
      false as is_deleted,
      ${newest(sql`name`)} as full_name_written,
      ${newest(sql`email`)} as email_written,
      ${newest(sql`phone`)} as phone_written,
      to_timestamp(min(created_at)) as created_at,
      to_timestamp(max(created_at)) as updated_at
    from typed
    where ${knownId(sql`person_id`)} is not null
    group by person_id`,
})
