{{ config(indexes=[{"columns":["customer_key"],"unique":True},{"columns":["lifetime_value_amount"]}]) }}
select
  "customer_key"::bigint as "customer_key",
  "is_known"::boolean as "is_known",
  "customer_type"::text as "customer_type",
  "country"::text as "country",
  "order_count"::integer as "order_count",
  "unvalued_order_count"::integer as "unvalued_order_count",
  "first_ordered_date"::date as "first_ordered_date",
  "last_ordered_date"::date as "last_ordered_date",
  "cohort_month_date"::date as "cohort_month_date",
  "tenure_days"::integer as "tenure_days",
  "gross_amount"::numeric(38,4) as "gross_amount",
  "discount_amount"::numeric(38,4) as "discount_amount",
  "returned_amount"::numeric(38,4) as "returned_amount",
  "adjustment_amount"::numeric(38,4) as "adjustment_amount",
  "lifetime_value_amount"::numeric(38,4) as "lifetime_value_amount",
  "average_order_amount"::numeric(38,4) as "average_order_amount",
  "as_of_date"::date as "as_of_date"
from (
with order_totals as (
      select
        customer_key,
        count(*) filter (where is_purchase)::integer as order_count,
        count(*) filter (where is_purchase and net_amount is null)::integer as unvalued_order_count,
        min(ordered_date) filter (where is_purchase) as first_ordered_date,
        max(ordered_date) filter (where is_purchase) as last_ordered_date,
        sum(gross_amount) as gross_amount,
        sum(discount_amount) as discount_amount,
        sum(returned_amount) as returned_amount,
        sum(adjustment_amount) as adjustment_amount,
        sum(net_amount) as lifetime_value_amount
      from {{ ref('fct_orders') }}
      where not is_test
      group by customer_key
    )
    select
      c.customer_key,
      c.is_known,
      case
        when not c.is_counted then c.party_type
        when t.order_count > 0 then 'customer'
        else 'prospect'
      end as customer_type,
      c.country,
      coalesce(t.order_count, 0) as order_count,
      coalesce(t.unvalued_order_count, 0) as unvalued_order_count,
      t.first_ordered_date,
      t.last_ordered_date,
      date_trunc('month', t.first_ordered_date)::date as cohort_month_date,
      date '2026-10-31' - t.first_ordered_date as tenure_days,
      coalesce(t.gross_amount, 0) as gross_amount,
      coalesce(t.discount_amount, 0) as discount_amount,
      coalesce(t.returned_amount, 0) as returned_amount,
      coalesce(t.adjustment_amount, 0) as adjustment_amount,
      coalesce(t.lifetime_value_amount, 0) as lifetime_value_amount,
      t.lifetime_value_amount / nullif(t.order_count - t.unvalued_order_count, 0) as average_order_amount,
      date '2026-10-31' as as_of_date
    from {{ source('pii', 'dim_customer') }} c
    left join order_totals t using (customer_key)
) query
