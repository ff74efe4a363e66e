import { asOfDay, sql } from '#engine'
import { fct_orders } from '../../warehouse/fct_orders.ts'
import { baseChanges, monthNumber } from './base-changes.ts'

/** What has begun and not ended by the end of each month. */
export const baseMonths = sql`
  with grouped as (
    select
      market,
      first_channel,
      customer_segment,
      month_number,
      coalesce(sum(amount) filter (where kind = 'customers'), 0) as customers,
      coalesce(sum(amount) filter (where kind = 'active'), 0) as active,
      coalesce(sum(amount) filter (where kind = 'at risk'), 0) as at_risk,
      coalesce(sum(amount) filter (where kind = 'year before'), 0) as year_before,
      coalesce(sum(amount) filter (where kind = 'either year'), 0) as either_year,
      coalesce(sum(amount) filter (where kind = 'value at risk'), 0) as value_at_risk,
      coalesce(sum(amount) filter (where kind = 'lifetime value'), 0) as lifetime_value,
      coalesce(sum(amount) filter (where kind = 'net'), 0) as net,
      coalesce(sum(amount) filter (where kind = 'orders'), 0) as orders
    from (${baseChanges}) changes
    group by
      market,
      first_channel,
      customer_segment,
      month_number
  ),
  months as (
    select
      month::date as month_start_date,
      ${monthNumber(sql`month`)} as month_number
    from (
      select min(ordered_date)::timestamp as first_day
      from ${fct_orders}
      where is_purchase
    ) began
    cross join lateral generate_series(
      greatest(date_trunc('month', first_day), date_trunc('month', ${asOfDay}::timestamp) - interval '37 months'),
      date_trunc('month', ${asOfDay}::timestamp) - interval '1 month',
      interval '1 month'
    ) as month
  )
  select
    month_start_date,
    (max(months.month_number) over () - months.month_number) as months_ago,
    market,
    first_channel,
    customer_segment,
    coalesce(sum(customers), 0)::integer as customer_count,
    coalesce(sum(customers) filter (where is_this_month), 0)::integer as new_customer_count,
    coalesce(sum(active), 0)::integer as active_customer_count,
    coalesce(sum(year_before), 0)::integer as year_before_customer_count,
    coalesce(sum(active + year_before - either_year), 0)::integer as retained_customer_count,
    coalesce(sum(at_risk), 0)::integer as at_risk_customer_count,
    coalesce(sum(value_at_risk), 0)::numeric(38,4) as at_risk_amount,
    coalesce(sum(lifetime_value), 0)::numeric(38,4) as lifetime_value_amount,
    coalesce(sum(orders) filter (where is_this_month), 0)::integer as order_count,
    coalesce(sum(net) filter (where is_this_month), 0)::numeric(38,4) as net_amount
  from months
  cross join lateral (
    select
      grouped.*,
      grouped.month_number = months.month_number as is_this_month
    from grouped
    where grouped.month_number <= months.month_number
  ) until_then
  group by
    month_start_date,
    months.month_number,
    market,
    first_channel,
    customer_segment`
