-- not negative: first_reply_minutes
select * from {{ ref('fct_support_cases') }} where "first_reply_minutes" < 0
