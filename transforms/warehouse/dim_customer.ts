import { day, every, flag, holds, integer, key, list, sql, text, transform, value } from '#engine'
import { company } from '#settings'
import { profile } from '../canonical/profile.ts'
import { map_identity } from '../identity/map_identity.ts'
import { bdg_customer_attribute } from './bdg_customer_attribute.ts'

/**
 * Browsers, social accounts and callers whom nothing joins to a customer record are people we may come to know;
 * they are not customers yet. The golden record: what is here of a person is what one of their records says, chosen
 * as declared in transforms/identity/survivorship/rules.ts; a name's parts are all from one record, and so are an address's.
 */
export const dim_customer = transform('warehouse.dim_customer', {
  description: 'Customers, one row a person, and the unknown member -1 for facts nobody is named in.',
  grain: ['customer_key'],
  columns: {
    customer_key: key('The person; -1 is the unknown member'),
    is_known: flag('False for the unknown member only'),
    full_name: text('Given name, family name and suffix').orNull().pii('name'),
    given_name: text('Given names').orNull().pii('name'),
    family_name: text('Family name with its particles').orNull().pii('name'),
    email: text('Email address to write to, in lower case').orNull().pii('contact'),
    emails: list('All addresses that may be written to, the best first').pii('contact'),
    phone: text('Phone number in E.164').orNull().pii('contact'),
    phones: list('All numbers that may be called, the best first').pii('contact'),
    street: text('Street, or all of the line where it has no number').orNull().pii('address'),
    house_number: text('House number').orNull().pii('address'),
    unit: text('Flat, apartment or suite').orNull().pii('address'),
    city: text('Town').orNull().pii('address'),
    region: text('State, province or county').orNull().pii('address'),
    postcode: text('Postcode as its country writes it').orNull().pii('address'),
    birth_date: day('Date of birth').orNull().pii('birth'),
    country: text('Country'),
    first_seen_date: day('When a source first knew the person').orNull(),
    source_names: text('Sources that know the person, in order of name'),
    record_count: integer('Profile records of the person'),
    has_conflict: flag('Whether sources disagree on something a person has one of'),
    conflicting_attributes: list('What they disagree on: name, address, birth_date, country'),
  },
  tests: [
    holds('the best address is the first of all', sql`email is not distinct from emails[1]`),
    holds('the best number is the first of all', sql`phone is not distinct from phones[1]`),
  ],
  query: sql`
    with person as (
      select i.customer_key, count(*)::integer as record_count,
        string_agg(distinct p.source, ', ') as source_names,
        (min(p.created_at) at time zone ${value(company.timeZone)})::date as first_seen_date
      from ${every(profile)} p
      join ${map_identity} i using (record_key)
      group by i.customer_key
      having bool_or(p.record_kind not in ('anonymous', 'account', 'caller'))
    ), golden as (
      select customer_key,
        max(record_key) filter (where is_chosen and attribute = 'name') as name_record_key,
        max(record_key) filter (where is_chosen and attribute = 'address') as address_record_key,
        coalesce(array_agg(value order by value_rank) filter (where is_usable and attribute = 'email'), '{}') as emails,
        coalesce(array_agg(value order by value_rank) filter (where is_usable and attribute = 'phone'), '{}') as phones,
        max(value) filter (where is_chosen and attribute = 'birth_date')::date as birth_date,
        max(value) filter (where is_chosen and attribute = 'country') as country,
        coalesce(array_agg(attribute order by attribute) filter (where is_chosen and has_conflict), '{}')
          as conflicting_attributes
      from ${bdg_customer_attribute}
      group by customer_key
    )
    select person.customer_key, true as is_known, named.full_name, named.given_name, named.family_name,
      golden.emails[1] as email, coalesce(golden.emails, '{}') as emails,
      golden.phones[1] as phone, coalesce(golden.phones, '{}') as phones,
      resident.street, resident.house_number, resident.unit, resident.city, resident.region, resident.postcode,
      golden.birth_date, coalesce(golden.country, 'Unknown') as country, person.first_seen_date, person.source_names,
      person.record_count, coalesce(cardinality(golden.conflicting_attributes) > 0, false) as has_conflict,
      coalesce(golden.conflicting_attributes, '{}') as conflicting_attributes
    from person
    left join golden using (customer_key)
    left join ${every(profile)} named on named.record_key = golden.name_record_key
    left join ${every(profile)} resident on resident.record_key = golden.address_record_key
    union all
    select -1, false, null, null, null, null, '{}', null, '{}', null, null, null, null, null, null, null, 'Unknown', null,
      'none', 0, false, '{}'`,
})
