-- unique: customer_key, identifier_type, identifier
select "customer_key", "identifier_type", "identifier", count(*) as copies from {{ ref('bdg_customer_identifier') }} group by "customer_key", "identifier_type", "identifier" having count(*) > 1
