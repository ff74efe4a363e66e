-- accepted values: survey_type
select * from {{ ref('fct_survey_responses') }} where "survey_type" <> all (array['nps', 'csat', 'ces', 'other', 'feedback']::text[])
