-- references: responded_date in warehouse.dim_date
select t.*
      from {{ ref('fct_survey_responses') }} t
      where t."responded_date" is not null
        and not exists (select from {{ source('warehouse', 'dim_date') }} r where r."date_day" = t."responded_date")
