-- accepted values: direction
select * from {{ ref('fct_social_messages') }} where "direction" <> all (array['inbound', 'outbound', 'internal']::text[])
