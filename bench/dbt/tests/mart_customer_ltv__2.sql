-- value ties
select * from {{ ref('mart_customer_ltv') }} where not (lifetime_value_amount = gross_amount - discount_amount - returned_amount + adjustment_amount)
