import { type Sql, sql, transform } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { firstValue } from '../first-value.ts'
import { keyOfPerson } from '../person-key.ts'
import { stg_segment__aliases } from './stg_segment__aliases.ts'
import { stg_segment__identifies } from './stg_segment__identifies.ts'
import { visits } from './visits.ts'

const newest = (column: Sql) => firstValue(column, sql`occurred_at desc, event_key`)

/**
 * Each trait has its newest value. Browsers without a login are records too, because somebody may log in later. What
 * people say in forms is a record for each mailbox or number, so that two people who share a browser stay two.
 */
export const stg_segment__people = transform('staging.stg_segment__people', {
  description:
    'Users of the website and the app, people who gave an address in a form, and browsers and app installs.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({ region: company.phoneRegion, junk: company.junk }),
  query: sql`
    with ids as (
      select user_id, visitor_id, null as form_id, occurred_at from (${visits}) visit
      union all
      select null, null, form_id, occurred_at from ${stg_segment__identifies}
      union all
      select user_id, null, null, occurred_at from ${stg_segment__aliases}
    ),
    people as (
      select
        id.kind,
        id.record_id,
        min(occurred_at) as created_at,
        max(occurred_at) as updated_at
      from ids
      cross join lateral (values
        ('user', user_id),
        ('anonymous', visitor_id),
        ('form', form_id)
      ) as id(kind, record_id)
      where id.record_id is not null
      group by id.kind, id.record_id
    ),
    traits as (
      select
        record_key,
        ${newest(sql`title`)} as title,
        ${newest(sql`given_name`)} as given_name,
        ${newest(sql`family_name`)} as family_name,
        ${newest(sql`full_name`)} as full_name,
        ${newest(sql`company`)} as company,
        ${newest(sql`email`)} as email,
        ${newest(sql`phone`)} as phone,
        ${newest(sql`street`)} as street,
        ${newest(sql`city`)} as city,
        ${newest(sql`region`)} as region,
        ${newest(sql`postcode`)} as postcode,
        ${newest(sql`country`)} as country,
        ${newest(sql`birth_date`)} as birth_date
      from ${stg_segment__identifies}
      where record_key is not null
      group by record_key
    )
    select
      ${keyOfPerson(sql`'segment'`, sql`kind`, sql`record_id`)} as record_key,
      'segment' as source,
      kind as record_kind,
      record_id,
      false as is_deleted,
      created_at,
      updated_at,
      title as title_written,
      given_name as given_name_written,
      family_name as family_name_written,
      full_name as full_name_written,
      case when coalesce(full_name, given_name, family_name) is not null then company end as company_written,
      email as email_written,
      phone as phone_written,
      street as address_written,
      city as city_written,
      region as region_written,
      postcode as postcode_written,
      country as country_written,
      birth_date as birth_date_written
    from people
    left join traits on traits.record_key = ${keyOfPerson(sql`'segment'`, sql`kind`, sql`record_id`)}`,
})
