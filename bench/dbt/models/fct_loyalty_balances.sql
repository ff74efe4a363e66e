{{ config(indexes=[{"columns":["customer_key","source","month_start_date"],"unique":True},{"columns":["month_start_date"]}]) }}
select
  "customer_key"::bigint as "customer_key",
  "source"::text as "source",
  "month_start_date"::date as "month_start_date",
  "month_end_date"::date as "month_end_date",
  "opening_points"::numeric as "opening_points",
  "earned_points"::numeric as "earned_points",
  "redeemed_points"::numeric as "redeemed_points",
  "expired_points"::numeric as "expired_points",
  "adjusted_points"::numeric as "adjusted_points",
  "closing_points"::numeric as "closing_points"
from (
with movements as (
      select
        customer_key,
        source,
        date_trunc('month', occurred_date)::date as month_start_date,
        coalesce(sum(points) filter (where movement_type = 'earned'), 0)::numeric as earned_points,
        coalesce(sum(points) filter (where movement_type = 'redeemed'), 0)::numeric as redeemed_points,
        coalesce(sum(points) filter (where movement_type = 'expired'), 0)::numeric as expired_points,
        coalesce(sum(points) filter (where movement_type = 'adjusted'), 0)::numeric as adjusted_points,
        sum(points)::numeric as points
      from {{ ref('fct_loyalty_movements') }}
      where occurred_date <= date '2026-10-31'
      group by 1, 2, 3
    ),
    balances as (
      select
        *,
        sum(points) over (of_member order by month_start_date) as closing_points,
        lead(month_start_date) over (of_member order by month_start_date) as next_month
      from movements
      window of_member as (partition by customer_key, source)
    ),
    months as (
      select
        balances.*,
        calendar.date_day as month,
        calendar.date_day = balances.month_start_date as has_movements
      from balances
      cross join lateral generate_series(
        month_start_date,
        coalesce(next_month - interval '1 month', date_trunc('month', date '2026-10-31')),
        interval '1 month'
      ) as first_day
      join {{ source('warehouse', 'dim_date') }} calendar on calendar.date_day = first_day::date
      where first_day = balances.month_start_date
        or closing_points <> 0
    )
    select
      customer_key,
      source,
      month as month_start_date,
      least((month + interval '1 month - 1 day')::date, date '2026-10-31') as month_end_date,
      case when has_movements then closing_points - points else closing_points end as opening_points,
      case when has_movements then earned_points else 0 end as earned_points,
      case when has_movements then redeemed_points else 0 end as redeemed_points,
      case when has_movements then expired_points else 0 end as expired_points,
      case when has_movements then adjusted_points else 0 end as adjusted_points,
      closing_points
    from months
) query
