import { every, sql } from '#engine'
import { order } from '../../canonical/order.ts'
import { profile } from '../../canonical/profile.ts'
import { identity_review } from '../../identity/identity_review.ts'
import { map_identity } from '../../identity/map_identity.ts'
import { bdg_customer_attribute } from '../bdg_customer_attribute.ts'
import { dayOf } from '../calendar/times.ts'

const nameKey = sql`coalesce(named.given_name_match || ' ' || named.family_name_match, lower(named.full_name))`

/** Customer keys with their golden record, whether somebody ordered under it, and whether it may be another's record. */
export const describedCustomers = sql`
  with persons as (
    select
      i.customer_key,
      count(*)::integer as record_count,
      string_agg(distinct p.source, ', ') as source_names,
      ${dayOf(sql`min(p.created_at)`)} as first_seen_date
    from ${every(profile)} p
    join ${map_identity} i using (record_key)
    group by i.customer_key
    having bool_or(p.record_kind not in ('anonymous', 'account', 'caller'))
  ),
  buyers as (
    select distinct i.customer_key
    from ${every(order)} o
    join ${map_identity} i using (record_key)
    where not o.is_test
  ),
  review_pairs as (
    select
      pair.customer_key,
      pair.other_key
    from ${identity_review} review
    cross join lateral (values
      (review.customer_key_a, review.customer_key_b),
      (review.customer_key_b, review.customer_key_a)
    ) pair(customer_key, other_key)
    where not starts_with(review.reason, 'cannot-link')
  ),
  doubted as (
    select distinct persons.customer_key
    from review_pairs
    join persons using (customer_key)
    join persons other on other.customer_key = review_pairs.other_key
    where persons.record_count = 1
      and (other.record_count > 1 or other.customer_key < persons.customer_key)
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
  ),
  -- kept apart, because Postgres would look up each record in the table of each source
  known_records as not materialized (
    select *
    from ${every(profile)} p
    offset 0
  ),
  named as materialized (
    select
      record_key,
      party_type,
      full_name,
      given_name,
      family_name,
      given_name_match,
      family_name_match
    from known_records
    where record_key in (select name_record_key from golden)
  ),
  resident as materialized (
    select
      record_key,
      street,
      house_number,
      unit,
      city,
      region,
      postcode
    from known_records
    where record_key in (select address_record_key from golden)
  )
  select
    persons.*,
    buyers.customer_key is not null as has_ordered,
    doubted.customer_key is not null as is_doubted,
    count(*) over (partition by ${nameKey}) > 1 and named.full_name is not null as has_namesake,
    named.party_type as named_party_type,
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
    golden.conflicting_attributes is not null as has_conflict,
    coalesce(golden.conflicting_attributes, '{}') as conflicting_attributes
  from persons
  left join buyers using (customer_key)
  left join doubted using (customer_key)
  left join golden using (customer_key)
  left join named on named.record_key = golden.name_record_key
  left join resident on resident.record_key = golden.address_record_key`
