{{ config(indexes=[{"columns":["movement_key"],"unique":True},{"columns":["customer_key"]},{"columns":["occurred_date"]}]) }}
select
  "movement_key"::bigint as "movement_key",
  "customer_key"::bigint as "customer_key",
  "record_key"::bigint as "record_key",
  "order_key"::bigint as "order_key",
  "source"::text as "source",
  "movement_id"::text as "movement_id",
  "movement_type"::text as "movement_type",
  "reason"::text as "reason",
  "occurred_at"::timestamp with time zone as "occurred_at",
  "occurred_date"::date as "occurred_date",
  "expires_at"::timestamp with time zone as "expires_at",
  "points"::integer as "points"
from (
select
      moved.movement_key,
      coalesce(i.customer_key, -1) as customer_key,
      moved.record_key,
      moved.order_key,
      moved.source,
      moved.movement_id,
      moved.movement_type,
      moved.reason,
      moved.occurred_at,
      (moved.occurred_at at time zone 'Europe/London')::date as occurred_date,
      moved.expires_at,
      moved.points
    from (select movement_key, record_key, source, movement_id, movement_type, points, order_key, occurred_at, expires_at, reason from {{ source('staging', 'stg_loyalty__movements') }}) moved
    left join (
  select
    i.record_key,
    i.customer_key
  from {{ source('identity', 'map_identity') }} i
  join {{ source('pii', 'dim_customer') }} using (customer_key)) i using (record_key)
) query
