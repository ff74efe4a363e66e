-- references: product_key in warehouse.dim_product
select t.*
      from {{ ref('fct_order_lines') }} t
      where t."product_key" is not null
        and not exists (select from {{ source('warehouse', 'dim_product') }} r where r."product_key" = t."product_key")
