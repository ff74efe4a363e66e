import { sql, value } from '#engine'
import { households } from '../../identity/survivorship/rules.ts'
import { bdg_customer_home } from '../bdg_customer_home.ts'
import { bdg_household } from '../bdg_household.ts'
import { dim_customer } from '../dim_customer.ts'
import { ending } from '../validity.ts'

/**
 * When customers came into a household and when it ended for them, by the homes that they had at the same time. Names
 * and telephones that tie people are those of now. The present household is that of bdg_household; a former one has the
 * key that follows from the lowest customer key in it. Null is no household, as far as is known.
 */
export const householdChanges = sql`
      with stays as (
        select
          customer_key,
          home_match,
          valid_from,
          valid_to,
          count(*) over (partition by home_match) as stay_count
        from ${bdg_customer_home}
        where num_nulls(street, house_number, postcode) = 0
      ),
      neighbours as (
        select
          stays.*,
          c.phones,
          translate(lower(c.family_name), ' .-''', '') as family_name
        from stays
        join ${dim_customer} c using (customer_key)
        where stay_count between 2 and ${value(households.mostPeople)}
      ),
      shared as (
        select
          a.customer_key,
          a.valid_to as stay_ends_at,
          min(b.customer_key) as other_key,
          min(greatest(a.valid_from, b.valid_from)) as valid_from,
          max(least(a.valid_to, b.valid_to)) as valid_to
        from neighbours a
        join neighbours b using (home_match)
        where a.customer_key <> b.customer_key
          and a.valid_from < b.valid_to
          and b.valid_from < a.valid_to
          and (a.family_name = b.family_name or a.phones && b.phones)
        group by a.customer_key, a.valid_from, a.valid_to
      ),
      identified as (
        select
          shared.*,
          case
            when shared.valid_to = ${ending} then present.household_key
            else ops.key_of('household', 'person', least(shared.customer_key, shared.other_key)::text)
          end as household_key
        from shared
        left join ${bdg_household} present using (customer_key)
      ),
      ended as (
        select
          customer_key,
          valid_to as valid_from
        from identified
        where valid_to < ${ending}
          and household_key is not null
        except
        select
          customer_key,
          valid_from
        from identified
      )
      select
        customer_key,
        valid_from,
        household_key
      from identified
      where household_key is not null
      union all
      select
        customer_key,
        valid_from,
        null
      from ended`
