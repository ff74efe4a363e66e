-- references: customer_key in warehouse.dim_customer
select t.*
      from {{ ref('fct_device_readings_daily') }} t
      where t."customer_key" is not null
        and not exists (select from {{ source('pii', 'dim_customer') }} r where r."customer_key" = t."customer_key")
