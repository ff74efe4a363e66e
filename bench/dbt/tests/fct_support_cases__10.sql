-- not negative: solution_minutes
select * from {{ ref('fct_support_cases') }} where "solution_minutes" < 0
