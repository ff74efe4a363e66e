-- references: ordered_minute in warehouse.dim_time_of_day
select t.*
      from {{ ref('fct_orders') }} t
      where t."ordered_minute" is not null
        and not exists (select from {{ source('warehouse', 'dim_time_of_day') }} r where r."minute_of_day" = t."ordered_minute")
