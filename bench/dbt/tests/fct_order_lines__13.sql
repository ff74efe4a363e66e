-- net ties
select * from {{ ref('fct_order_lines') }} where not (net_amount = gross_amount - discount_amount - returned_amount + adjustment_amount)
