-- accepted values: order_type
select * from {{ ref('fct_orders') }} where "order_type" <> all (array['sale', 'return', 'adjustment']::text[])
