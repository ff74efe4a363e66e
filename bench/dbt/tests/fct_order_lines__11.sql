-- not negative: discount_amount
select * from {{ ref('fct_order_lines') }} where "discount_amount" < 0
