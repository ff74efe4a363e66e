-- references: month_start_date in warehouse.dim_date
select t.*
      from {{ ref('fct_loyalty_balances') }} t
      where t."month_start_date" is not null
        and not exists (select from {{ source('warehouse', 'dim_date') }} r where r."date_day" = t."month_start_date")
