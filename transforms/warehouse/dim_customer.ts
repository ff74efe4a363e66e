import { day, flag, integer, key, text } from '../../engine/columns.ts'
import { sql, value } from '../../engine/sql.ts'
import { every, transform } from '../../engine/transform.ts'
import { profile } from '../canonical/profile.ts'
import { map_identity } from '../identity/map_identity.ts'
import { reportingTimeZone } from '../settings.ts'

/**
 * Browsers, social accounts and callers whom nothing joins to a customer record are people we may come to know;
 * they are not customers yet. Each attribute is that of the record changed last that has it; ties go to the lowest record key.
 */
export const dim_customer = transform('warehouse.dim_customer', {
  description: 'Customers, one row a person, and the unknown member -1 for facts nobody is named in.',
  grain: ['customer_key'],
  columns: {
    customer_key: key('The person; -1 is the unknown member'),
    is_known: flag('False for the unknown member only'),
    full_name: text('Given name, family name and suffix').orNull().pii('name'),
    email: text('Email address to write to, in lower case').orNull().pii('contact'),
    phone: text('Phone number in E.164').orNull().pii('contact'),
    country: text('Country'),
    first_seen_date: day('When a source first knew the person').orNull(),
    source_names: text('Sources that know the person, in order of name'),
    record_count: integer('Profile records of the person'),
  },
  query: sql`
    with person as (
      select i.customer_key, count(*)::integer as record_count,
        string_agg(distinct p.source, ', ') as source_names,
        (array_agg(p.full_name order by p.updated_at desc nulls last, p.record_key)
          filter (where p.full_name is not null))[1] as full_name,
        (array_agg(p.email order by p.updated_at desc nulls last, p.record_key)
          filter (where p.email is not null))[1] as email,
        (array_agg(p.phone order by p.updated_at desc nulls last, p.record_key)
          filter (where p.phone is not null))[1] as phone,
        (array_agg(p.country order by p.updated_at desc nulls last, p.record_key)
          filter (where p.country is not null))[1] as country,
        (min(p.created_at) at time zone ${value(reportingTimeZone)})::date as first_seen_date
      from ${every(profile)} p
      join ${map_identity} i using (record_key)
      group by i.customer_key
      having bool_or(p.record_kind not in ('anonymous', 'account', 'caller'))
    )
    select customer_key, true as is_known, full_name, email, phone, coalesce(country, 'Unknown') as country,
      first_seen_date, source_names, record_count
    from person
    union all
    select -1, false, null, null, null, 'Unknown', null, 'none', 0`,
})
