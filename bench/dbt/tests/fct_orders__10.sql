-- net ties
select * from {{ ref('fct_orders') }} where not (net_amount = gross_amount - discount_amount - returned_amount + adjustment_amount)
