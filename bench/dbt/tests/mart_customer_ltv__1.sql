-- accepted values: customer_type
select * from {{ ref('mart_customer_ltv') }} where "customer_type" <> all (array['customer', 'prospect', 'unconfirmed', 'anonymous', 'unknown']::text[])
