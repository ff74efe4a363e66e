-- accepted values: excluded_because
select * from {{ ref('fct_support_cases') }} where "excluded_because" <> all (array['deleted', 'spam', 'test', 'internal']::text[])
