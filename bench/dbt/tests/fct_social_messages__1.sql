-- accepted values: visibility
select * from {{ ref('fct_social_messages') }} where "visibility" <> all (array['private', 'public']::text[])
