import {
  every,
  flag,
  holds,
  instant,
  integer,
  key,
  list,
  returnsNone,
  sql,
  text,
  transform,
  unique,
} from '#engine'
import { profile } from '../canonical/profile.ts'
import { map_identity } from '../identity/map_identity.ts'
import { sightings } from './customers/sightings.ts'

/**
 * Every identifier of every person, also those that a source has deleted or that several people share: somebody who
 * writes from an old address is found by it. A record is seen when its source creates or changes it, and when
 * something happens that names it; a late event moves the first or the last sighting.
 */
export const bdg_customer_identifier = transform('warehouse.bdg_customer_identifier', {
  description:
    'One row for each identifier of a person: email addresses, telephone numbers, and what each source calls them.',
  grain: ['customer_key', 'identifier_type', 'identifier_rank'],
  columns: {
    customer_key: key('The person'),
    identifier_type: text(
      'email, phone, or the source and its kind of record, such as shopify customer',
    ).notPersonal('a kind of identifier'),
    identifier_rank: integer('Rank among the identifiers of this type; 1 was seen last'),
    identifier: text('The identifier').pii('identifier'),
    source_names: list('Sources that have it, sorted by name'),
    record_count: integer('Profile records of the person that have it. Additive over people, not over types'),
    customer_count: integer('People who have it; if there are several, it does not say which of them it is'),
    is_deleted: flag('Whether the sources have deleted all records that have it'),
    first_seen_at: instant('When the first of those records was created, or first did something').orNull(),
    last_seen_at: instant('When one of those records last changed, or last did something').orNull(),
  },
  lookedUp: ['identifier'],
  tests: [
    unique('customer_key', 'identifier_type', 'identifier'),
    holds('it was first seen before it was last seen', sql`first_seen_at <= last_seen_at`),
    returnsNone(
      'every profile record is one of them',
      (self) => sql`
        select
          (select count(*) from ${every(profile)} p) as profile_records,
          sum(record_count) filter (where identifier_type not in ('email', 'phone')) as record_identifiers
        from ${self}
        having coalesce(sum(record_count) filter (where identifier_type not in ('email', 'phone')), 0)
          <> (select count(*) from ${every(profile)} p)`,
    ),
  ],
  query: sql`
    with seen as (
      select
        record_key,
        min(first_at) as first_at,
        max(last_at) as last_at
      from (${sightings}) sighting
      group by record_key
    ),
    records as (
      select
        i.customer_key,
        p.source,
        p.source || ' ' || p.record_kind as record_type,
        p.record_id,
        p.email,
        p.phone,
        p.is_deleted,
        least(p.created_at, seen.first_at) as first_seen_at,
        greatest(p.created_at, p.updated_at, seen.last_at) as last_seen_at
      from ${every(profile)} p
      join ${map_identity} i using (record_key)
      left join seen using (record_key)
    ),
    identifiers as (
      select
        customer_key,
        each.identifier_type,
        each.identifier,
        array_agg(distinct source order by source) as source_names,
        count(*)::integer as record_count,
        bool_and(is_deleted) as is_deleted,
        min(first_seen_at) as first_seen_at,
        max(last_seen_at) as last_seen_at
      from records
      cross join lateral (values
        ('email', email),
        ('phone', phone),
        (record_type, record_id)
      ) each(identifier_type, identifier)
      where each.identifier is not null
      -- the order in which the people of an identifier are counted next
      group by each.identifier_type, each.identifier, customer_key
    ),
    counted as (
      select
        *,
        count(*) over (partition by identifier_type, identifier)::integer as customer_count
      from identifiers
    )
    select
      customer_key,
      identifier_type,
      row_number() over (
        partition by customer_key, identifier_type
        order by last_seen_at desc nulls last, identifier
      )::integer as identifier_rank,
      identifier,
      source_names,
      record_count,
      customer_count,
      is_deleted,
      first_seen_at,
      last_seen_at
    from counted`,
})
