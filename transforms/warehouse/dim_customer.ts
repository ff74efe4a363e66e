import { day, flag, holds, integer, key, list, oneOf, sql, text, transform } from '#engine'
import { describedCustomers } from './customers/described-customers.ts'
import { marketOf } from './customers/market.ts'
import { partyType, partyTypes } from './customers/party-type.ts'

/**
 * A browser, social account or caller that nothing joins to a customer record is not a customer yet. Each value is
 * taken from one of the person's records, chosen as transforms/identity/survivorship/rules.ts declares: this is the
 * golden record. All parts of a name come from the same record, and so do all parts of an address.
 */
export const dim_customer = transform('warehouse.dim_customer', {
  description:
    'People and organisations that records tell of, and the unknown member -1 for facts that name nobody.',
  grain: ['customer_key'],
  columns: {
    customer_key: key('The person; -1 is the unknown member'),
    is_known: flag('False only for the unknown member'),
    party_type: oneOf('Who it is, as far as records say', partyTypes),
    is_counted: flag('Whether it is a person or an organisation, and so a customer or a prospect'),
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
    country: text('Country').notPersonal('many people live in a country'),
    market: text(
      'Their country if it is one of the markets in the settings, else Other; Unknown without a country',
    ).notPersonal('many people live in a country'),
    first_seen_date: day('When a source first knew the person').orNull(),
    source_names: text('Sources that know the person, sorted by name'),
    record_count: integer('Profile records of the person'),
    has_conflict: flag('Whether sources disagree on an attribute that a person has only one of'),
    conflicting_attributes: list('The attributes they disagree on: name, address, birth_date, country'),
  },
  searched: ['full_name', 'phone'],
  tests: [
    holds('the email address is the first of the list', sql`email is not distinct from emails[1]`),
    holds('the phone number is the first of the list', sql`phone is not distinct from phones[1]`),
  ],
  unknownMember: {
    customer_key: -1,
    is_known: false,
    party_type: 'unknown',
    is_counted: false,
    country: 'Unknown',
    market: 'Unknown',
    source_names: 'none',
    record_count: 0,
    has_conflict: false,
  },
  query: sql`
    with typed as (
      select
        *,
        ${partyType} as party_type
      from (${describedCustomers}) described
    )
    select
      customer_key,
      true as is_known,
      party_type,
      party_type in ('person', 'organisation') as is_counted,
      full_name,
      given_name,
      family_name,
      email,
      emails,
      phone,
      phones,
      street,
      house_number,
      unit,
      city,
      region,
      postcode,
      birth_date,
      country,
      ${marketOf(sql`country`)} as market,
      first_seen_date,
      source_names,
      record_count,
      has_conflict,
      conflicting_attributes
    from typed`,
})
