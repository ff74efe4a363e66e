import { every, flag, key, publishedQuery, sql, text } from '#engine'
import { profile } from '../transforms/canonical/profile.ts'
import { record_link } from '../transforms/canonical/record_link.ts'
import { map_identity } from '../transforms/identity/map_identity.ts'
import { stg_stewardship__decisions } from '../transforms/staging/stewardship/stg_stewardship__decisions.ts'
import { peopleOfProfiles } from './people-of-profiles.ts'

export const customersOfRecords = publishedQuery('evaluation.customers_of_records', {
  columns: {
    record_key: key('The record'),
    customer_key: key('The customer it belongs to'),
  },
  query: () => sql`
    select
      record_key,
      customer_key
    from ${map_identity} m`,
})

export const decidedPairs = publishedQuery('evaluation.decided_pairs', {
  columns: {
    a: text('One record'),
    b: text('The other record'),
    is_same: flag('Whether they are one person'),
  },
  query: () => sql`
    select
      record_key_a::text as a,
      record_key_b::text as b,
      verdict = 'same' as is_same
    from ${stg_stewardship__decisions} d
    where verdict <> 'unsure'`,
})

/**
 * Records with several people are shared, and so are those without a name whose contacts several people use; those that hold no identifying value and have no link are silent.
 */
export const knownRecords = publishedQuery('evaluation.known_records', {
  columns: {
    record_key: key('The record'),
    customer_key: key('The customer it belongs to'),
    person_id: key('Its person, if known').orNull(),
    standing: text('counted, shared, silent or unknown'),
  },
  unmasked: true,
  query: () => sql`
    with known as (
      select
        record_key,
        min(person_id) as person_id,
        count(*) as person_count
      from (${peopleOfProfiles}) person_of_profile
      group by record_key
    ),
    linked as (
      select record_key from ${every(record_link)} l
      union
      select other_record_key from ${every(record_link)} l
    ),
    identified as (
      select record_key
      from ${every(profile)} p
      where coalesce(full_name, email, phone, street, city, postcode, birth_date::text) is not null
    ),
    contact as (
      select record_key, full_name, email_match as contact from ${every(profile)} p where email_match is not null
      union all
      select record_key, full_name, phone from ${every(profile)} p where phone is not null
    ),
    shared_contact as (
      select contact
      from contact
      join known using (record_key)
      where full_name is not null
      group by contact
      having count(distinct person_id) > 1
    ),
    -- a mailbox of a couple does not say who of the two wrote
    ambiguous as (
      select record_key
      from contact
      left join shared_contact using (contact)
      where full_name is null
        and record_key not in (select record_key from linked)
      group by record_key
      having bool_and(shared_contact.contact is not null)
    ),
    matchable as (
      select record_key from linked
      union
      select record_key from identified
    )
    select
      m.record_key,
      m.customer_key,
      known.person_id,
      case
        when known.person_id is null then 'unknown'
        when person_count > 1 or ambiguous.record_key is not null then 'shared'
        when matchable.record_key is null then 'silent'
        else 'counted'
      end as standing
    from ${map_identity} m
    left join known using (record_key)
    left join ambiguous using (record_key)
    left join matchable using (record_key)`,
})
