-- accepted values: opened_by
select * from {{ ref('fct_support_cases') }} where "opened_by" <> all (array['customer', 'agent']::text[])
