-- references: product_version_key in warehouse.dim_product_history
select t.*
      from {{ ref('fct_order_lines') }} t
      where t."product_version_key" is not null
        and not exists (select from {{ source('warehouse', 'dim_product_history') }} r where r."product_version_key" = t."product_version_key")
