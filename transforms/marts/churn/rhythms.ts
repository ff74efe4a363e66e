import { type Sql, sql } from '#engine'
import { fct_orders } from '../../warehouse/fct_orders.ts'

/**
 * How long each customer usually waits before ordering again, as of the cut of each case. The logarithms of waits vary
 * within a customer and customers vary around the population (a random-effects model, its variances by the method of
 * moments: Searle, Casella & McCulloch 1992, chapter 3). A customer's own mean is drawn towards that of the population,
 * the more so the fewer waits there are (the best linear predictor), and the next wait spreads around it by both
 * variances, as a log-logistic distribution, whose shares and quantiles SQL can compute.
 *
 * Orders of one day are one. A wait that has not ended is in no mean: it is what the mean is compared with.
 */
export function rhythms(cases: Sql): Sql {
  return sql`
      with given as materialized (${cases}),
      order_days as (
        select distinct
          case_key,
          cut_date,
          ordered_date
        from given
        join ${fct_orders} placed using (customer_key)
        where is_purchase
          and placed.ordered_at < given.cut_at
      ),
      waits as (
        select
          *,
          -- rounded, so that sums are exact and do not depend on the order of rows
          round(ln((ordered_date - lag(ordered_date) over of_customer)::float8)::numeric, 8) as log_wait,
          ordered_date - lag(ordered_date) over of_customer as wait_days
        from order_days
        window of_customer as (partition by case_key order by ordered_date)
      ),
      customers as (
        select
          case_key,
          min(cut_date) as cut_date,
          count(*)::integer as order_day_count,
          count(log_wait)::integer as wait_count,
          min(ordered_date) as first_ordered_date,
          max(ordered_date) as last_ordered_date,
          round(avg(log_wait), 8) as mean_log_wait,
          sum(log_wait * log_wait) - sum(log_wait) ^ 2 / nullif(count(log_wait), 0) as squares_within,
          percentile_disc(0.5) within group (order by wait_days) as median_wait_days
        from waits
        group by case_key
      ),
      grand_means as (
        select
          cut_date,
          sum(wait_count * mean_log_wait) / nullif(sum(wait_count), 0) as grand_mean
        from customers
        group by cut_date
      ),
      sums as (
        select
          cut_date,
          sum(wait_count) as waits,
          sum(wait_count ^ 2::numeric) as squared_counts,
          count(mean_log_wait) as waiting_customers,
          sum(squares_within) as squares_within,
          sum(wait_count * (mean_log_wait - grand_mean) ^ 2) as squares_between
        from customers
        join grand_means using (cut_date)
        group by cut_date
      ),
      mean_squares as (
        select
          cut_date,
          coalesce(
            squares_within / nullif(waits - waiting_customers, 0),
            squares_between / nullif(waiting_customers - 1, 0),
            0
          ) as within_variance,
          squares_between / nullif(waiting_customers - 1, 0) as mean_square_between,
          (waits - squared_counts / nullif(waits, 0)) / nullif(waiting_customers - 1, 0) as effective_count
        from sums
      ),
      variances as (
        select
          cut_date,
          within_variance,
          greatest(coalesce((mean_square_between - within_variance) / nullif(effective_count, 0), 0), 0) as between_variance
        from mean_squares
      ),
      population as (
        select
          cut_date,
          within_variance,
          between_variance,
          sum(mean_log_wait * weight) / nullif(sum(weight), 0) as population_log_wait
        from variances
        join customers using (cut_date)
        cross join lateral (
          select round(1 / (between_variance + within_variance / nullif(wait_count, 0) + 0.0001), 8) as weight
        ) weighed
        group by cut_date, within_variance, between_variance
      ),
      reliable as (
        select
          *,
          case
            when wait_count = 0 or between_variance = 0 then 0
            else round(between_variance / (between_variance + within_variance / wait_count), 6)
          end as own_share
        from customers
        join population using (cut_date)
      )
      select
        case_key,
        given.customer_key,
        given.cut_date,
        given.cut_at,
        order_day_count,
        wait_count,
        first_ordered_date,
        last_ordered_date,
        median_wait_days,
        own_share,
        round(population_log_wait + own_share * (coalesce(mean_log_wait, 0) - population_log_wait), 6)::float8
          as typical_log_wait,
        -- of a logistic distribution with this variance; never nought, because nobody is as regular as that
        greatest(
          sqrt(3 * ((1 - own_share) * between_variance + within_variance)::float8) / pi(),
          0.05
        ) as spread
      -- every case has an order and so a rhythm; an outer join, because Postgres expects only 200 groups of cases
      from given
      left join reliable using (case_key)`
}
