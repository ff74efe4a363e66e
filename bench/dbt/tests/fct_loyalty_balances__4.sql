-- the movements up to a month make its closing balance
select
          customer_key,
          source
        from (
          select customer_key, source, points from {{ ref('fct_loyalty_movements') }} where occurred_date <= date '2026-10-31'
          union all
          select customer_key, source, -closing_points
          from {{ ref('fct_loyalty_balances') }}
          where month_start_date = date_trunc('month', date '2026-10-31')
        ) entries
        group by customer_key, source
        having sum(points) <> 0
