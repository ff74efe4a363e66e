-- accepted values: status
select * from {{ ref('fct_orders') }} where "status" <> all (array['draft', 'open', 'completed', 'cancelled', 'voided']::text[])
