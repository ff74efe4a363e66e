import { instant, integer, key, references, sql, text, transform } from '#engine'
import { dim_customer } from './dim_customer.ts'
import { homeColumns, homeMatch } from './history/home-columns.ts'
import { statements } from './history/statements.ts'
import { beginning, ending, tomorrow } from './validity.ts'

/**
 * The homes of each customer, numbered from 1, each from when it was theirs. The last one is that of the golden record,
 * from the first order or record that is certain to have had it. Former homes are those that were known before that,
 * from when they were possible. A home that was first known later contradicts the golden record, and a former home that
 * comes up again is from a source that was not told: neither makes a version, so nobody moves back and forth.
 */
export const bdg_customer_home = transform('warehouse.bdg_customer_home', {
  description:
    'The homes of each customer in order, one row for each, with the period in which it was theirs; one without an ' +
    'address if none is known.',
  grain: ['customer_key', 'home_number'],
  columns: {
    customer_key: key('The customer'),
    home_number: integer('Number of the home, from 1 for the first one that is known. Not additive'),
    home_match: text('What spellings of the address have in common').orNull().pii('address'),
    valid_from: instant('From when it was the home; the first one from the year 1 on'),
    valid_to: instant('Until when, exclusive; the year 9999 while it is'),
    ...homeColumns,
  },
  tests: [references('customer_key', dim_customer)],
  query: sql`
    with known as (
      select distinct on (customer_key, home_match)
        stated.*,
        ${homeMatch(sql`stated`)} as home_match,
        min(possible_from) over (partition by customer_key, ${homeMatch(sql`stated`)}) as former_from
      from (${statements}
      ) stated
      where street is not null
        and coalesce(postcode, city) is not null
      order by
        customer_key,
        home_match,
        stated_at,
        statement_key
    ),
    present as (
      select
        c.*,
        known.home_match,
        -- a source whose clock is ahead says the present home in the future
        case
          when known.stated_at < ${tomorrow} then known.stated_at
          when known.stated_at is not null then ${tomorrow} - interval '1 microsecond'
        end as stated_at
      from ${dim_customer} c
      left join known
        on known.customer_key = c.customer_key
        and known.home_match = ${homeMatch(sql`c`)}
      where c.is_known
    ),
    held as (
      select
        customer_key,
        true as is_present,
        home_match,
        stated_at as held_from,
        street,
        house_number,
        unit,
        city,
        region,
        postcode,
        country
      from present
      union all
      select
        known.customer_key,
        false,
        known.home_match,
        known.former_from,
        known.street,
        known.house_number,
        known.unit,
        known.city,
        known.region,
        known.postcode,
        coalesce(known.country, present.country)
      from known
      join present using (customer_key)
      where known.home_match <> present.home_match
        and known.former_from < present.stated_at
    ),
    numbered as (
      select
        *,
        (row_number() over (
          partition by customer_key
          order by
            is_present,
            held_from,
            home_match
        ))::integer as home_number
      from held
    )
    select
      customer_key,
      home_number,
      home_match,
      case when home_number = 1 then ${beginning} else held_from end as valid_from,
      lead(held_from, 1, ${ending}) over (partition by customer_key order by home_number) as valid_to,
      street,
      house_number,
      unit,
      city,
      region,
      postcode,
      country
    from numbered`,
})
