-- not negative: gross_amount
select * from {{ ref('fct_orders') }} where "gross_amount" < 0
