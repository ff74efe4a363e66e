{{ config(indexes=[{"columns":["customer_key"],"unique":True},{"columns":["segment"]}]) }}
select
  "customer_key"::bigint as "customer_key",
  "recency_days"::integer as "recency_days",
  "frequency"::integer as "frequency",
  "monetary_amount"::numeric(38,4) as "monetary_amount",
  "recency_score"::integer as "recency_score",
  "frequency_score"::integer as "frequency_score",
  "monetary_score"::integer as "monetary_score",
  "rfm_code"::text as "rfm_code",
  "segment"::text as "segment",
  "segment_rank"::integer as "segment_rank",
  "as_of_date"::date as "as_of_date"
from (
with ranked as (
      select
        customer_key,
        as_of_date - last_ordered_date as recency_days,
        order_count as frequency,
        lifetime_value_amount as monetary_amount,
        as_of_date,
        count(*) over () as customer_count,
        rank() over (order by last_ordered_date desc) - 1 as more_recent,
        rank() over (order by order_count) - 1 as less_frequent,
        rank() over (order by lifetime_value_amount) - 1 as worth_less
      from {{ ref('mart_customer_ltv') }}
      where is_known
        and order_count > 0
    ),
    scored as (
      select
        *,
        (5 - 5 * more_recent / customer_count)::integer as recency_score,
        (1 + 5 * less_frequent / customer_count)::integer as frequency_score,
        (1 + 5 * worth_less / customer_count)::integer as monetary_score
      from ranked
    ),
    graded as (
      select
        *,
        round((frequency_score + monetary_score) / 2.0)::integer as worth_score
      from scored
    ),
    segmented as (
      select
        *,
        case
          when recency_score = 5 and worth_score >= 4 then 'Champions'
          when recency_score >= 3 and worth_score >= 4 then 'Loyal'
          when recency_score >= 4 and worth_score in (2, 3) then 'Potential loyalists'
          when recency_score = 5 then 'New'
          when recency_score = 4 then 'Promising'
          when recency_score = 3 and worth_score = 3 then 'Needs attention'
          when recency_score = 3 then 'About to sleep'
          when worth_score = 5 then 'Cannot lose'
          when worth_score >= 3 then 'At risk'
          when recency_score = 2 or worth_score = 2 then 'Hibernating'
          else 'Lost'
        end as segment
      from graded
    )
    select
      customer_key,
      recency_days,
      frequency,
      monetary_amount,
      recency_score,
      frequency_score,
      monetary_score,
      concat(recency_score, frequency_score, monetary_score) as rfm_code,
      segment,
      array_position(array['Champions', 'Loyal', 'Potential loyalists', 'New', 'Promising', 'Needs attention', 'About to sleep', 'At risk', 'Cannot lose', 'Hibernating', 'Lost']::text[], segment) as segment_rank,
      as_of_date
    from segmented
) query
