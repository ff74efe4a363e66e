import { sql, value } from '#engine'
import { dim_customer } from '../dim_customer.ts'
import { changes } from './changes.ts'
import { purposes } from './rules.ts'

/**
 * What held about each customer from each moment at which something changed. A value holds until the next one of its
 * attribute: the moments from one value to the next have the same count of values so far, and the only value among them
 * is carried to all. A moment that changes nothing, because a value is followed by itself, makes no version.
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
    counted as (
      select
        *,
        count(home) over so_far as home_count,
        count(name) over so_far as name_count,
        count(household) over so_far as household_count,
        count(email) over so_far as email_count,
        count(sms) over so_far as sms_count,
        count(analytics) over so_far as analytics_count,
        count(profiling) over so_far as profiling_count,
        count(tier) over so_far as tier_count,
        count(stage) over so_far as stage_count,
        count(band) over so_far as band_count
      from moments
      window so_far as (partition by customer_key order by valid_from)
    ),
    carried as (
      select
        customer_key,
        valid_from,
        max(home) over (partition by customer_key, home_count) as home,
        max(name) over (partition by customer_key, name_count) as name,
        max(household) over (partition by customer_key, household_count) as household,
        max(email) over (partition by customer_key, email_count) as email,
        max(sms) over (partition by customer_key, sms_count) as sms,
        max(analytics) over (partition by customer_key, analytics_count) as analytics,
        max(profiling) over (partition by customer_key, profiling_count) as profiling,
        max(tier) over (partition by customer_key, tier_count) as tier,
        max(stage) over (partition by customer_key, stage_count) as stage,
        max(band) over (partition by customer_key, band_count) as band
      from counted
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
