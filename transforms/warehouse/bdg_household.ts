import { integer, key, list, references, returnsNone, sql, transform, value } from '#engine'
import { households } from '../identity/survivorship/rules.ts'
import { dim_customer } from './dim_customer.ts'

/**
 * Who lives alone, as far as is known, has no row. The key follows from the lowest customer key, so that a household
 * keeps it as long as that person belongs to it, wherever they all move.
 */
export const bdg_household = transform('warehouse.bdg_household', {
  description: 'Customers who share a home: a residence, and a family name or a telephone.',
  grain: ['customer_key'],
  columns: {
    household_key: key('The household'),
    customer_key: key('A person of it'),
    person_count: integer('People of the household'),
    evidence: list('What they share with others of it besides the residence: family name, phone'),
  },
  indexes: [['household_key']],
  tests: [
    references('customer_key', dim_customer),
    returnsNone(
      'a household is two or more',
      (self) => sql`select household_key from ${self} group by household_key having count(*) < 2`,
    ),
  ],
  query: sql`
    with recursive resident as (
      select customer_key, phones, translate(lower(family_name), ' .-''', '') as family_name,
        concat_ws('|', translate(postcode, ' -', ''), translate(lower(street), ' .,-''', ''), house_number, unit)
          as residence
      from ${dim_customer}
      where num_nulls(street, house_number, postcode) = 0
    ), neighbour as (
      select *
      from (select *, count(*) over (partition by residence) as person_count from resident) counted
      where person_count between 2 and ${value(households.mostPeople)}
    ), number as (
      select customer_key, residence, phone from neighbour cross join lateral unnest(phones) phone
    ), tie as (
      select a.customer_key, b.customer_key as other_key, 'family name' as evidence
      from neighbour a join neighbour b using (residence, family_name)
      where a.customer_key <> b.customer_key
      union all
      select a.customer_key, b.customer_key, 'phone'
      from number a join number b using (residence, phone)
      where a.customer_key <> b.customer_key
    ), reached as (
      select customer_key, other_key from tie
      union
      select reached.customer_key, tie.other_key from reached join tie on tie.customer_key = reached.other_key
    ), household as (
      select customer_key, ops.key_of('household', 'person', least(customer_key, min(other_key))::text) as household_key
      from reached
      group by customer_key
    )
    select household_key, customer_key,
      (count(*) over (partition by household_key))::integer as person_count, array_agg(distinct evidence order by evidence) as evidence
    from household
    join tie using (customer_key)
    group by household_key, customer_key`,
})
