-- references: reading_date in warehouse.dim_date
select t.*
      from {{ ref('fct_device_readings_daily') }} t
      where t."reading_date" is not null
        and not exists (select from {{ source('warehouse', 'dim_date') }} r where r."date_day" = t."reading_date")
