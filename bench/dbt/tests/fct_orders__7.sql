-- references: ordered_date in warehouse.dim_date
select t.*
      from {{ ref('fct_orders') }} t
      where t."ordered_date" is not null
        and not exists (select from {{ source('warehouse', 'dim_date') }} r where r."date_day" = t."ordered_date")
