-- not negative: wait_seconds
select * from {{ ref('fct_calls') }} where "wait_seconds" < 0
