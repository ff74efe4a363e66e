import { id, instant, key, recordKey, sql, text, transform } from '#engine'
import { segment } from '../../sources/segment/segment.ts'
import { knownEmail, knownId, knownPhone, mailbox, personKey } from '../person-key.ts'

/**
 * Before a login, as in a newsletter form, traits belong to the mailbox or number that was given, not to the browser:
 * several people may use it. Traits without a mailbox or number belong to the browser.
 */
export const stg_segment__identifies = transform('staging.stg_segment__identifies', {
  description: 'Traits that visitors gave about themselves, one row each time.',
  grain: ['event_key'],
  columns: {
    event_key: key('Surrogate key of the message'),
    record_key: key('Profile record that it describes').orNull(),
    user_id: id("Person in the company's own database").orNull().pii('identifier'),
    visitor_id: id('Browser or app install').orNull().pii('identifier'),
    visitor_key: recordKey('Profile record of the browser or app install').orNull(),
    form_id: id('Mailbox or number that was given without a login').orNull().pii('identifier'),
    occurred_at: instant('When it happened'),
    title: text('Title').orNull().pii('name'),
    given_name: text('First name').orNull().pii('name'),
    family_name: text('Last name').orNull().pii('name'),
    full_name: text('Full name').orNull().pii('name'),
    company: text('Company').orNull().pii('name'),
    email: text('Email address').orNull().pii('contact'),
    phone: text('Phone number').orNull().pii('contact'),
    street: text('Street and house number').orNull().pii('address'),
    city: text('City').orNull().pii('address'),
    region: text('State or county').orNull().pii('address'),
    postcode: text('Postcode').orNull().pii('address'),
    country: text('Country').orNull().notPersonal('many people live in a country'),
    birth_date: text('Date of birth').orNull().pii('birth'),
  },
  query: sql`
    -- materialized, so that each id is guarded once, however often it is used
    with typed as materialized (
      select
        *,
        ${knownId(sql`trim("userId")`)} as user_id,
        ${knownId(sql`trim("anonymousId")`)} as visitor_id,
        case when jsonb_typeof(traits -> 'address') = 'object' then traits -> 'address' end as address
      from ${segment.identify}
    ),
    identified as materialized (
      select
        *,
        case
          when user_id is null
            then coalesce(
              ${mailbox(knownEmail(sql`traits ->> 'email'`))},
              ${knownPhone(sql`traits ->> 'phone'`)}
            )
        end as form_id
      from typed
    )
    select
      ops.key_of('segment', 'identify', "messageId") as event_key,
      coalesce(
        ${personKey('segment', 'user', sql`user_id`)},
        ${personKey('segment', 'form', sql`form_id`)},
        ${personKey('segment', 'anonymous', sql`visitor_id`)}
      ) as record_key,
      user_id,
      visitor_id,
      ${personKey('segment', 'anonymous', sql`visitor_id`)} as visitor_key,
      form_id,
      "timestamp"::timestamptz as occurred_at,
      nullif(trim(traits ->> 'title'), '') as title,
      nullif(trim(traits ->> 'firstName'), '') as given_name,
      nullif(trim(traits ->> 'lastName'), '') as family_name,
      nullif(trim(traits ->> 'name'), '') as full_name,
      nullif(
        trim(
          case jsonb_typeof(traits -> 'company')
            when 'string' then traits ->> 'company'
            when 'object' then traits #>> '{company,name}'
          end
        ),
        ''
      ) as company,
      nullif(trim(traits ->> 'email'), '') as email,
      nullif(trim(traits ->> 'phone'), '') as phone,
      nullif(trim(address ->> 'street'), '') as street,
      nullif(trim(address ->> 'city'), '') as city,
      nullif(trim(address ->> 'state'), '') as region,
      nullif(trim(address ->> 'postalCode'), '') as postcode,
      nullif(trim(address ->> 'country'), '') as country,
      nullif(trim(traits ->> 'birthday'), '') as birth_date
    from identified`,
})
