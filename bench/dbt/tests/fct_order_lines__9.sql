-- references: occurred_date in warehouse.dim_date
select t.*
      from {{ ref('fct_order_lines') }} t
      where t."occurred_date" is not null
        and not exists (select from {{ source('warehouse', 'dim_date') }} r where r."date_day" = t."occurred_date")
