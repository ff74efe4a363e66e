-- references: registered_date in warehouse.dim_date
select t.*
      from {{ ref('fct_device_registrations') }} t
      where t."registered_date" is not null
        and not exists (select from {{ source('warehouse', 'dim_date') }} r where r."date_day" = t."registered_date")
