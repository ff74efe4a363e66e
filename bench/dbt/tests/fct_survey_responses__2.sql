-- accepted values: nps_group
select * from {{ ref('fct_survey_responses') }} where "nps_group" <> all (array['promoter', 'passive', 'detractor']::text[])
