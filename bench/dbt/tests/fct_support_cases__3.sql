-- accepted values: satisfaction
select * from {{ ref('fct_support_cases') }} where "satisfaction" <> all (array['good', 'bad']::text[])
