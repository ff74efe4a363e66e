import { integer, key, list, references, returnsNone, sql, transform, value } from '#engine'
import { households } from '../identity/survivorship/rules.ts'
import { dim_customer } from './dim_customer.ts'

/**
 * A customer who lives alone, as far as is known, has no row. The key follows from the lowest customer key, so a
 * household keeps it as long as that person belongs to it, even if they all move.
 */
export const bdg_household = transform('warehouse.bdg_household', {
  description: 'Customers who share a home: a residence, and a family name or a telephone.',
  grain: ['customer_key'],
  columns: {
    household_key: key('The household'),
    customer_key: key('A person in it'),
    person_count: integer('People in the household'),
    evidence: list('What the person shares with others in it besides the residence: family name, phone'),
  },
  indexes: [['household_key']],
  tests: [
    references('customer_key', dim_customer),
    returnsNone(
      'a household has two or more people',
      (self) => sql`
        select household_key
        from ${self}
        group by household_key
        having count(*) < 2`,
    ),
  ],
  query: sql`
    with recursive residents as (
      select
        customer_key,
        phones,
        translate(lower(family_name), ' .-''', '') as family_name,
        concat_ws(
          '|',
          translate(postcode, ' -', ''),
          translate(lower(street), ' .,-''', ''),
          house_number,
          unit
        ) as residence
      from ${dim_customer}
      where num_nulls(street, house_number, postcode) = 0
    ),
    counted_residents as (
      select
        *,
        count(*) over (partition by residence) as person_count
      from residents
    ),
    neighbours as (
      select *
      from counted_residents
      where person_count between 2 and ${value(households.mostPeople)}
    ),
    phone_numbers as (
      select
        customer_key,
        residence,
        phone
      from neighbours
      cross join lateral unnest(phones) phone
    ),
    ties as (
      select
        a.customer_key,
        b.customer_key as other_key,
        'family name' as evidence
      from neighbours a
      join neighbours b using (residence, family_name)
      where a.customer_key <> b.customer_key
      union all
      select
        a.customer_key,
        b.customer_key,
        'phone'
      from phone_numbers a
      join phone_numbers b using (residence, phone)
      where a.customer_key <> b.customer_key
    ),
    reachable as (
      select
        customer_key,
        other_key
      from ties
      union
      select
        reachable.customer_key,
        ties.other_key
      from reachable
      join ties on ties.customer_key = reachable.other_key
    ),
    households as (
      select
        customer_key,
        ops.key_of('household', 'person', least(customer_key, min(other_key))::text) as household_key
      from reachable
      group by customer_key
    )
    select
      household_key,
      customer_key,
      (count(*) over (partition by household_key))::integer as person_count,
      array_agg(distinct evidence order by evidence) as evidence
    from households
    join ties using (customer_key)
    group by household_key, customer_key`,
})
