import { asOfDay, columns, type Sql, sql, unknownKey } from '#engine'
import { dayOf } from '../../warehouse/calendar/times.ts'
import { dim_customer } from '../../warehouse/dim_customer.ts'
import { dim_product } from '../../warehouse/dim_product.ts'
import { fct_customer_acquisitions } from '../../warehouse/fct_customer_acquisitions.ts'
import { fct_orders } from '../../warehouse/fct_orders.ts'

/** Customers who have ordered, each with the month and the circumstances of the first order. */
const members = sql`
  select
    acquired.customer_key,
    date_trunc('month', ${dayOf(sql`acquired.first_ordered_at`)})::date as cohort_month_date,
    acquired.channel_key,
    coalesce(product.conformed_product_key, ${unknownKey}) as product_key,
    acquired.store_key
  from ${fct_customer_acquisitions} acquired
  join ${dim_customer} customer using (customer_key)
  left join ${dim_product} product using (product_key)
  where acquired.first_order_key is not null
    and customer.is_counted`

/**
 * A row for each cohort and each calendar month from that of its first orders to that of the as-of day, also if nobody
 * ordered in it. A cohort is a month, or a month and what `by` names. An amount that is dated before the first
 * order counts in its month, and one that is dated after the as-of day in the last month, so that amounts tie with the orders.
 */
export function cohortMonths(by?: 'channel_key' | 'product_key' | 'store_key'): Sql {
  const attribute = by ? sql`${columns(by)},` : sql``
  const cohort = sql`${attribute} cohort_month_date`
  return sql`
    with members as (${members}),
    cohorts as (
      select
        ${cohort},
        count(*)::integer as cohort_customer_count
      from members
      group by ${cohort}
    ),
    silent_months as (
      select
        cohorts.*,
        month::date as month_date,
        0 as active_customer_count,
        0 as order_count,
        0 as unvalued_order_count,
        0 as net_amount
      from cohorts
      cross join generate_series(
        cohort_month_date::timestamp,
        ${asOfDay}::timestamp,
        interval '1 month'
      ) month
    ),
    placed as (
      select
        customer_key,
        date_trunc('month', ordered_date)::date as ordered_month_date,
        is_purchase,
        net_amount
      from ${fct_orders}
      where not is_test and (is_purchase or net_amount <> 0)
    ),
    activity as (
      select
        ${cohort},
        0 as cohort_customer_count,
        counted_month_date as month_date,
        (count(distinct customer_key) filter (where is_purchase))::integer as active_customer_count,
        (count(*) filter (where is_purchase))::integer as order_count,
        (count(*) filter (where is_purchase and net_amount is null))::integer as unvalued_order_count,
        coalesce(sum(net_amount), 0) as net_amount
      from placed
      join members using (customer_key)
      cross join lateral (
        select
          least(
            greatest(ordered_month_date, cohort_month_date),
            date_trunc('month', ${asOfDay}::timestamp)::date
          ) as counted_month_date
      ) counted
      group by
        ${cohort},
        counted_month_date
    ),
    cohort_months as (
      select
        ${cohort},
        month_date,
        sum(cohort_customer_count)::integer as cohort_customer_count,
        sum(active_customer_count)::integer as active_customer_count,
        sum(order_count)::integer as order_count,
        sum(unvalued_order_count)::integer as unvalued_order_count,
        sum(net_amount) as net_amount
      from (
        select * from silent_months
        union all
        select * from activity
      ) every_month
      group by
        ${cohort},
        month_date
    )
    select
      ${cohort},
      (extract(year from age(month_date, cohort_month_date)) * 12
        + extract(month from age(month_date, cohort_month_date)))::integer as months_since_first_order,
      month_date,
      (month_date + interval '1 month')::date <= ${asOfDay} + 1 as is_complete,
      cohort_customer_count,
      active_customer_count,
      active_customer_count::numeric / cohort_customer_count as retention_share,
      order_count,
      unvalued_order_count,
      net_amount::numeric(38,4) as net_amount,
      (sum(order_count) over so_far)::integer as cumulative_order_count,
      (sum(net_amount) over so_far)::numeric(38,4) as cumulative_net_amount,
      (sum(net_amount) over so_far / cohort_customer_count)::numeric(38,4) as cumulative_net_amount_per_customer
    from cohort_months
    window so_far as (partition by ${cohort} order by month_date)`
}
