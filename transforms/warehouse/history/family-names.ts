import { type Sql, sql } from '#engine'
import { dim_customer } from '../dim_customer.ts'
import { beginning, tomorrow } from '../validity.ts'
import { statements } from './statements.ts'

const folded = (name: Sql) => sql`left(translate(lower(${name}), ' .-''', ''), 60)`

/** Whether two names differ by a slip of the pen only: up to two letters, and one in three of a short name. */
const isSlip = (one: Sql, other: Sql) =>
  sql`levenshtein(${one}, ${other}) <= least(2, (greatest(length(${one}), length(${other})) + 2) / 3)`

/**
 * The family names of each person and from when they had them, by the same rules as homes. A name that differs from the golden one
 * by a slip of the pen, or that is the given name, is the same name; so is one that differs so from a former name which
 * more records have.
 */
export const familyNameChanges = sql`
      with known as (
        select
          customer_key,
          ${folded(sql`family_name`)} as name_match,
          min(family_name) as family_name,
          min(possible_from) as former_from,
          min(stated_at) as stated_at,
          count(*) as statement_count,
          array_agg(distinct lower(given_name)) as given_names
        from (${statements}
        ) stated
        where length(family_name) > 1
        group by 1, 2
      ),
      present as (
        select
          c.customer_key,
          c.family_name,
          lower(c.given_name) as given_name,
          ${folded(sql`c.family_name`)} as name_match,
          -- a source whose clock is ahead says the present name in the future
          case
          when known.stated_at < ${tomorrow} then known.stated_at
          when known.stated_at is not null then ${tomorrow} - interval '1 microsecond'
        end as stated_at
        from ${dim_customer} c
        left join known
          on known.customer_key = c.customer_key
          and known.name_match = ${folded(sql`c.family_name`)}
        where c.is_known
      ),
      others as (
        select known.*
        from known
        join present using (customer_key)
        where known.name_match <> present.name_match
          and known.former_from < present.stated_at
          and not ${isSlip(sql`known.name_match`, sql`present.name_match`)}
          and known.name_match is distinct from present.given_name
          and present.name_match <> all (known.given_names)
      ),
      held as (
        select
          customer_key,
          true as is_present,
          name_match,
          stated_at as held_from,
          family_name
        from present
        union all
        select
          customer_key,
          false,
          name_match,
          former_from,
          family_name
        from others
        where not exists (
          select
          from others better
          where better.customer_key = others.customer_key
            and better.name_match <> others.name_match
            and ${isSlip(sql`better.name_match`, sql`others.name_match`)}
            and (better.statement_count, others.former_from, others.name_match)
              > (others.statement_count, better.former_from, better.name_match)
        )
      )
      select
        customer_key,
        family_name,
        case
          when row_number() over of_customer = 1 then ${beginning}
          else held_from
        end as valid_from
      from held
      window of_customer as (
        partition by customer_key
        order by
          is_present,
          held_from,
          name_match
      )`
