-- not negative: gross_amount
select * from {{ ref('fct_order_lines') }} where "gross_amount" < 0
