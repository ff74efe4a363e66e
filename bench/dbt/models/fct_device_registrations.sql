{{ config(indexes=[{"columns":["device_key"],"unique":True},{"columns":["customer_key"]}]) }}
select
  "device_key"::bigint as "device_key",
  "customer_key"::bigint as "customer_key",
  "record_key"::bigint as "record_key",
  "source"::text as "source",
  "registered_at"::timestamp with time zone as "registered_at",
  "registered_date"::date as "registered_date",
  "unregistered_at"::timestamp with time zone as "unregistered_at",
  "unregistered_date"::date as "unregistered_date",
  "owned_days"::integer as "owned_days"
from (
select
      registered.device_key,
      coalesce(i.customer_key, -1) as customer_key,
      registered.record_key,
      registered.source,
      registered.registered_at,
      (registered.registered_at at time zone 'Europe/London')::date as registered_date,
      registered.unregistered_at,
      (registered.unregistered_at at time zone 'Europe/London')::date as unregistered_date,
      (registered.unregistered_at at time zone 'Europe/London')::date - (registered.registered_at at time zone 'Europe/London')::date as owned_days
    from (select device_key, record_key, source, device_id, model, product_id, firmware_version, registered_at, unregistered_at, updated_at, is_deleted from {{ source('pii', 'stg_devices__registrations') }}) registered
    left join (
  select
    i.record_key,
    i.customer_key
  from {{ source('identity', 'map_identity') }} i
  join {{ source('pii', 'dim_customer') }} using (customer_key)) i using (record_key)
) query
