-- references: store_key in warehouse.dim_store
select t.*
      from {{ ref('fct_orders') }} t
      where t."store_key" is not null
        and not exists (select from {{ source('warehouse', 'dim_store') }} r where r."store_key" = t."store_key")
