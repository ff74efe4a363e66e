-- accepted values: direction
select * from {{ ref('fct_support_messages') }} where "direction" <> all (array['inbound', 'outbound', 'internal']::text[])
