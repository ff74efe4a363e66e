-- references: sent_date in warehouse.dim_date
select t.*
      from {{ ref('fct_social_messages') }} t
      where t."sent_date" is not null
        and not exists (select from {{ source('warehouse', 'dim_date') }} r where r."date_day" = t."sent_date")
