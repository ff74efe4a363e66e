-- references: decided_date in warehouse.dim_date
select t.*
      from {{ ref('fct_consents') }} t
      where t."decided_date" is not null
        and not exists (select from {{ source('warehouse', 'dim_date') }} r where r."date_day" = t."decided_date")
