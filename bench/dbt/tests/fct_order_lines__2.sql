-- accepted values: status
select * from {{ ref('fct_order_lines') }} where "status" <> all (array['draft', 'open', 'completed', 'cancelled', 'voided']::text[])
