-- accepted values: excluded_because
select * from {{ ref('fct_orders') }} where "excluded_because" <> all (array['test', 'status', 'future']::text[])
