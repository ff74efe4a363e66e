-- not negative: returned_amount
select * from {{ ref('fct_order_lines') }} where "returned_amount" < 0
