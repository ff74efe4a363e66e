-- accepted values: line_type
select * from {{ ref('fct_order_lines') }} where "line_type" <> all (array['sale', 'return', 'adjustment', 'write_off']::text[])
