-- not negative: hold_seconds
select * from {{ ref('fct_calls') }} where "hold_seconds" < 0
