{{ config(indexes=[{"columns":["daily_reading_key"],"unique":True},{"columns":["customer_key"]},{"columns":["reading_date"]}]) }}
select
  "daily_reading_key"::bigint as "daily_reading_key",
  "device_key"::bigint as "device_key",
  "metric"::text as "metric",
  "unit"::text as "unit",
  "reading_date"::date as "reading_date",
  "customer_key"::bigint as "customer_key",
  "source"::text as "source",
  "reading_count"::integer as "reading_count",
  "failed_count"::integer as "failed_count",
  "reading_sum"::numeric as "reading_sum",
  "lowest_reading"::numeric as "lowest_reading",
  "average_reading"::numeric as "average_reading",
  "highest_reading"::numeric as "highest_reading"
from (
with daily as (
      select
        device_key,
        metric,
        coalesce(unit, 'none') as unit,
        (recorded_at at time zone 'Europe/London')::date as reading_date,
        source,
        count(reading)::integer as reading_count,
        (count(*) - count(reading))::integer as failed_count,
        sum(reading) as reading_sum,
        min(reading) as lowest_reading,
        max(reading) as highest_reading
      from (select reading_key, device_key, source, metric, reading, unit, recorded_at, received_at from {{ source('staging', 'stg_devices__readings') }}) measured
      group by 1, 2, 3, 4, 5
    )
    select
      ops.key_of(daily.device_key::text, daily.metric, daily.unit, daily.reading_date::text) as daily_reading_key,
      daily.device_key,
      daily.metric,
      daily.unit,
      daily.reading_date,
      coalesce(owned.customer_key, -1) as customer_key,
      daily.source,
      daily.reading_count,
      daily.failed_count,
      daily.reading_sum,
      daily.lowest_reading,
      daily.reading_sum / nullif(daily.reading_count, 0) as average_reading,
      daily.highest_reading
    from daily
    left join {{ ref('fct_device_registrations') }} owned
      on owned.device_key = daily.device_key
      and daily.reading_date >= owned.registered_date
      and (owned.unregistered_date is null or daily.reading_date <= owned.unregistered_date)
) query
