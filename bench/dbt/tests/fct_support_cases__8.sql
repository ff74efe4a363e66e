-- references: solved_date in warehouse.dim_date
select t.*
      from {{ ref('fct_support_cases') }} t
      where t."solved_date" is not null
        and not exists (select from {{ source('warehouse', 'dim_date') }} r where r."date_day" = t."solved_date")
