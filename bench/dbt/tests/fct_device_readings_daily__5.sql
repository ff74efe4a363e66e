-- every staged reading is counted
select
          count(*) as reading_count,
          sum(reading) as reading_sum
        from (select reading_key, device_key, source, metric, reading, unit, recorded_at, received_at from {{ source('staging', 'stg_devices__readings') }}) staged
        except
        select
          coalesce(sum(reading_count + failed_count), 0),
          sum(reading_sum)
        from {{ ref('fct_device_readings_daily') }}
