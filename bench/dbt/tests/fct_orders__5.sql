-- references: currency in warehouse.dim_currency
select t.*
      from {{ ref('fct_orders') }} t
      where t."currency" is not null
        and not exists (select from {{ source('warehouse', 'dim_currency') }} r where r."currency" = t."currency")
