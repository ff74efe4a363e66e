import { sql, transform } from '#engine'
import { company } from '#settings'
import { normalisedProfile } from '../../../normalise/profile.ts'
import { profile } from '../../canonical/profile.ts'
import { stg_segment__aliases } from './stg_segment__aliases.ts'
import { stg_segment__identifies } from './stg_segment__identifies.ts'
import { stg_segment__pages } from './stg_segment__pages.ts'
import { stg_segment__screens } from './stg_segment__screens.ts'
import { stg_segment__tracks } from './stg_segment__tracks.ts'

/** Each trait has its newest value. Browsers without a login are records too, because somebody may log in later. */
export const stg_segment__people = transform('staging.stg_segment__people', {
  description: 'Users of the website and the app, and browsers and app installs.',
  grain: ['record_key'],
  conformsTo: profile,
  columns: profile.columns,
  derive: normalisedProfile({ region: company.phoneRegion }),
  query: sql`
    with ids as (
      select user_id, visitor_id, occurred_at from ${stg_segment__identifies}
      union all
      select user_id, visitor_id, occurred_at from ${stg_segment__pages}
      union all
      select user_id, visitor_id, occurred_at from ${stg_segment__screens}
      union all
      select user_id, visitor_id, occurred_at from ${stg_segment__tracks}
      union all
      select user_id, null, occurred_at from ${stg_segment__aliases}
    ),
    people as (
      select
        id.kind,
        id.record_id,
        min(occurred_at) as created_at,
        max(occurred_at) as updated_at
      from ids
      cross join lateral (values ('user', user_id), ('anonymous', visitor_id)) as id(kind, record_id)
      where id.record_id is not null
      group by id.kind, id.record_id
    ),
    traits as (
      select
        record_key,
        (array_agg(title order by occurred_at desc, event_key) filter (where title is not null))[1] as title,
        (
          array_agg(given_name order by occurred_at desc, event_key) filter (where given_name is not null)
        )[1] as given_name,
        (
          array_agg(family_name order by occurred_at desc, event_key) filter (where family_name is not null)
        )[1] as family_name,
        (
          array_agg(full_name order by occurred_at desc, event_key) filter (where full_name is not null)
        )[1] as full_name,
        (array_agg(email order by occurred_at desc, event_key) filter (where email is not null))[1] as email,
        (array_agg(phone order by occurred_at desc, event_key) filter (where phone is not null))[1] as phone,
        (
          array_agg(street order by occurred_at desc, event_key) filter (where street is not null)
        )[1] as street,
        (array_agg(city order by occurred_at desc, event_key) filter (where city is not null))[1] as city,
        (
          array_agg(region order by occurred_at desc, event_key) filter (where region is not null)
        )[1] as region,
        (
          array_agg(postcode order by occurred_at desc, event_key) filter (where postcode is not null)
        )[1] as postcode,
        (
          array_agg(country order by occurred_at desc, event_key) filter (where country is not null)
        )[1] as country,
        (
          array_agg(birth_date order by occurred_at desc, event_key) filter (where birth_date is not null)
        )[1] as birth_date
      from ${stg_segment__identifies}
      where record_key is not null
      group by record_key
    )
    select
      ops.key_of('segment', kind, record_id) as record_key,
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
      email as email_written,
      phone as phone_written,
      street as address_written,
      city as city_written,
      region as region_written,
      postcode as postcode_written,
      country as country_written,
      birth_date as birth_date_written
    from people
    left join traits on traits.record_key = ops.key_of('segment', kind, record_id)`,
})
