-- references: started_date in warehouse.dim_date
select t.*
      from {{ ref('fct_calls') }} t
      where t."started_date" is not null
        and not exists (select from {{ source('warehouse', 'dim_date') }} r where r."date_day" = t."started_date")
