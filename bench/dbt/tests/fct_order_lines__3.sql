-- accepted values: excluded_because
select * from {{ ref('fct_order_lines') }} where "excluded_because" <> all (array['test', 'status', 'future']::text[])
