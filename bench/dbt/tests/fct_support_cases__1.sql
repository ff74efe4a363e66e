-- accepted values: status
select * from {{ ref('fct_support_cases') }} where "status" <> all (array['new', 'open', 'waiting', 'solved', 'deleted']::text[])
