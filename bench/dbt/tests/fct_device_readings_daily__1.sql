-- references: device_key in warehouse.dim_device
select t.*
      from {{ ref('fct_device_readings_daily') }} t
      where t."device_key" is not null
        and not exists (select from {{ source('pii', 'dim_device') }} r where r."device_key" = t."device_key")
