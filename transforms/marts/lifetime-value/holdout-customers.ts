import { type Sql, sql } from '#engine'
import { mart_clv_window } from '../mart_clv_window.ts'
import { customerHistories } from './customer-histories.ts'
import { purchaseDays, valueDays } from './purchases.ts'

/** Segments by how often and how recently customers bought, as marketers draw them. */
function segmentOf(purchases: Sql, daysSince: Sql): Sql {
  return sql`
    concat_ws(
      ', ',
      case
        when ${purchases} = 1 then 'once'
        when ${purchases} = 2 then 'twice'
        when ${purchases} <= 4 then '3 to 4 times'
        when ${purchases} <= 9 then '5 to 9 times'
        else '10 times or more'
      end,
      case
        when ${daysSince} <= 30 then 'within 30 days'
        when ${daysSince} <= 90 then 'within 90 days'
        when ${daysSince} <= 180 then 'within 180 days'
        when ${daysSince} <= 365 then 'within a year'
        else 'longer ago'
      end
    )`
}

/**
 * Customers at the end of the calibration, what they did in the holdout, and what the two naive methods say they would do:
 * - same as last year: each customer buys as much as in the year before, in proportion to the weeks of the holdout
 * - mean of the segment: each buys what customers who were in the same segment one holdout earlier bought after that; a segment
 *   that nobody was in then has the mean of its group
 * Neither looks at the holdout.
 */
export const holdoutCustomers = sql`
  with periods as (
    select
      *,
      least(364, calibration_to_date - history_from_date + 1) as year_days
    from ${mart_clv_window}
    where impossible_because is null
  ),
  bought as (
    select
      customer_key,
      count(*) filter (where ordered_date > calibration_to_date) as holdout_count,
      count(*) filter (where ordered_date between calibration_to_date - year_days + 1 and calibration_to_date)
        as year_count,
      count(*) filter (where ordered_date <= segment_to_date) as segment_count,
      max(ordered_date) filter (where ordered_date <= segment_to_date) as segment_last_date,
      count(*) filter (where ordered_date > segment_to_date and ordered_date <= calibration_to_date) as next_count
    from (${purchaseDays}) purchase
    join periods on ordered_date <= holdout_to_date
    group by customer_key
  ),
  spent as (
    select
      customer_key,
      sum(net_amount) filter (where occurred_date > calibration_to_date) as holdout_amount,
      sum(net_amount) filter (where occurred_date between calibration_to_date - year_days + 1 and calibration_to_date)
        as year_amount,
      sum(net_amount) filter (where occurred_date > segment_to_date and occurred_date <= calibration_to_date)
        as next_amount
    from (${valueDays}) day
    join periods on occurred_date <= holdout_to_date
    group by customer_key
  ),
  known as (
    select
      history.*,
      holdout_weeks,
      year_days,
      holdout_count,
      year_count,
      segment_count,
      next_count,
      coalesce(holdout_amount, 0) as holdout_amount,
      coalesce(year_amount, 0) as year_amount,
      coalesce(next_amount, 0) as next_amount,
      ${segmentOf(sql`(frequency + 1)`, sql`(age_days - recency_days)`)} as segment,
      ${segmentOf(sql`segment_count`, sql`(segment_to_date - segment_last_date)`)} as earlier_segment
    from (${customerHistories(sql`(select calibration_to_date from periods)`)}) history
    join bought using (customer_key)
    left join spent using (customer_key)
    cross join periods
  ),
  group_means as (
    select
      model_group,
      avg(next_count) as mean_count,
      avg(next_amount) as mean_amount
    from known
    where segment_count > 0
    group by model_group
  ),
  segment_means as (
    select
      model_group,
      earlier_segment as segment,
      avg(next_count) as mean_count,
      avg(next_amount) as mean_amount
    from known
    where segment_count > 0
    group by
      model_group,
      earlier_segment
  )
  select
    known.*,
    round(year_count * 7.0 * holdout_weeks / year_days, 6) as year_orders,
    round(year_amount * 7.0 * holdout_weeks / year_days, 4) as year_scaled_amount,
    round(coalesce(segment_means.mean_count, group_means.mean_count, 0), 6) as segment_orders,
    round(coalesce(segment_means.mean_amount, group_means.mean_amount, 0), 4) as segment_amount
  from known
  left join segment_means using (model_group, segment)
  left join group_means using (model_group)`
