import { day, every, flag, holds, integer, key, list, sql, text, transform, value } from '#engine'
import { company } from '#settings'
import { profile } from '../canonical/profile.ts'
import { map_identity } from '../identity/map_identity.ts'
import { bdg_customer_attribute } from './bdg_customer_attribute.ts'

/**
 * A browser, social account or caller that nothing joins to a customer record is not a customer yet. Each value is
 * taken from one of the person's records, chosen as transforms/identity/survivorship/rules.ts declares: this is the
 * golden record. All parts of a name come from the same record, and so do all parts of an address.
 */
export const dim_customer = transform('warehouse.dim_customer', {
  description: 'Customers, one row for each person, and the unknown member -1 for facts that name nobody.',
  grain: ['customer_key'],
  columns: {
    customer_key: key('The person; -1 is the unknown member'),
    is_known: flag('False only for the unknown member'),
    full_name: text('Given name, family name and suffix').orNull().pii('name'),
    given_name: text('Given names').orNull().pii('name'),
    family_name: text('Family name with its particles').orNull().pii('name'),
    email: text('Email address to write to, in lower case').orNull().pii('contact'),
    emails: list('All usable email addresses, the best first').pii('contact'),
    phone: text('Phone number in E.164').orNull().pii('contact'),
    phones: list('All usable phone numbers, the best first').pii('contact'),
    street: text('Street, or the whole line if it has no house number').orNull().pii('address'),
    house_number: text('House number').orNull().pii('address'),
    unit: text('Flat, apartment or suite').orNull().pii('address'),
    city: text('Town').orNull().pii('address'),
    region: text('State, province or county').orNull().pii('address'),
    postcode: text('Postcode in the format of its country').orNull().pii('address'),
    birth_date: day('Date of birth').orNull().pii('birth'),
    country: text('Country'),
    first_seen_date: day('When a source first knew the person').orNull(),
    source_names: text('Sources that know the person, sorted by name'),
    record_count: integer('Profile records of the person'),
    has_conflict: flag('Whether sources disagree on an attribute that a person has only one of'),
    conflicting_attributes: list('The attributes they disagree on: name, address, birth_date, country'),
  },
  tests: [
    holds('the email address is the first of the list', sql`email is not distinct from emails[1]`),
    holds('the phone number is the first of the list', sql`phone is not distinct from phones[1]`),
  ],
  unknownMember: {
    customer_key: -1,
    is_known: false,
    country: 'Unknown',
    source_names: 'none',
    record_count: 0,
    has_conflict: false,
  },
  query: sql`
    with persons as (
      select
        i.customer_key,
        count(*)::integer as record_count,
        string_agg(distinct p.source, ', ') as source_names,
        (min(p.created_at) at time zone ${value(company.timeZone)})::date as first_seen_date
      from ${every(profile)} p
      join ${map_identity} i using (record_key)
      group by i.customer_key
      having bool_or(p.record_kind not in ('anonymous', 'account', 'caller'))
    ),
    golden as (
      select
        customer_key,
        max(record_key) filter (where is_chosen and attribute = 'name') as name_record_key,
        max(record_key) filter (where is_chosen and attribute = 'address') as address_record_key,
        array_agg(value order by value_rank) filter (where is_usable and attribute = 'email') as emails,
        array_agg(value order by value_rank) filter (where is_usable and attribute = 'phone') as phones,
        max(value) filter (where is_chosen and attribute = 'birth_date')::date as birth_date,
        max(value) filter (where is_chosen and attribute = 'country') as country,
        array_agg(attribute order by attribute) filter (where is_chosen and has_conflict) as conflicting_attributes
      from ${bdg_customer_attribute}
      group by customer_key
    )
    select
      persons.customer_key,
      true as is_known,
      named.full_name,
      named.given_name,
      named.family_name,
      golden.emails[1] as email,
      coalesce(golden.emails, '{}') as emails,
      golden.phones[1] as phone,
      coalesce(golden.phones, '{}') as phones,
      resident.street,
      resident.house_number,
      resident.unit,
      resident.city,
      resident.region,
      resident.postcode,
      golden.birth_date,
      coalesce(golden.country, 'Unknown') as country,
      persons.first_seen_date,
      persons.source_names,
      persons.record_count,
      golden.conflicting_attributes is not null as has_conflict,
      coalesce(golden.conflicting_attributes, '{}') as conflicting_attributes
    from persons
    left join golden using (customer_key)
    left join ${every(profile)} named on named.record_key = golden.name_record_key
    left join ${every(profile)} resident on resident.record_key = golden.address_record_key`,
})
