import { sql, value } from '#engine'
import { dim_customer } from '../dim_customer.ts'
import { changes } from './changes.ts'
import { purposes } from './rules.ts'

/**
 * What held about each customer from each moment at which something changed. A value holds until the next one of its
 * attribute: written behind its place, nine digits, the latest value so far is the greatest, which one window finds for all
 * attributes. A moment that changes nothing, because a value is followed by itself, makes no version.
 */
export const versions = sql`
    with moments as (
      select
        customer_key,
        valid_from,
        max(new_value) filter (where attribute = 'home') as home,
        max(new_value) filter (where attribute = 'family name') as name,
        max(new_value) filter (where attribute = 'household') as household,
        max(new_value) filter (where attribute = ${value(purposes.email)}) as email,
        max(new_value) filter (where attribute = ${value(purposes.sms)}) as sms,
        max(new_value) filter (where attribute = ${value(purposes.analytics)}) as analytics,
        max(new_value) filter (where attribute = ${value(purposes.profiling)}) as profiling,
        max(new_value) filter (where attribute = 'tier') as tier,
        max(new_value) filter (where attribute = 'stage') as stage,
        max(new_value) filter (where attribute = 'band') as band
      from (${changes}
      ) change
      join ${dim_customer} using (customer_key)
      group by
        customer_key,
        valid_from
    ),
    placed as (
      select
        *,
        to_char(row_number() over (partition by customer_key order by valid_from), 'FM000000000') as place
      from moments
    ),
    carried as (
      select
        customer_key,
        valid_from,
        substr(max(place || home) over so_far, 10) as home,
        substr(max(place || name) over so_far, 10) as name,
        substr(max(place || household) over so_far, 10) as household,
        substr(max(place || email) over so_far, 10) as email,
        substr(max(place || sms) over so_far, 10) as sms,
        substr(max(place || analytics) over so_far, 10) as analytics,
        substr(max(place || profiling) over so_far, 10) as profiling,
        substr(max(place || tier) over so_far, 10) as tier,
        substr(max(place || stage) over so_far, 10) as stage,
        substr(max(place || band) over so_far, 10) as band
      from placed
      window so_far as (partition by customer_key order by valid_from rows unbounded preceding)
    ),
    described as (
      select
        *,
        array[home, name, household, email, sms, analytics, profiling, tier, stage, band] as state
      from carried
    ),
    compared as (
      select
        *,
        lag(state) over (partition by customer_key order by valid_from) as former_state
      from described
    )
    select
      *,
      lead(valid_from) over (partition by customer_key order by valid_from) as next_from
    from compared
    where state is distinct from former_state`
