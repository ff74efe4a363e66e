-- not negative: talk_seconds
select * from {{ ref('fct_calls') }} where "talk_seconds" < 0
