-- accepted values: status
select * from {{ ref('fct_consents') }} where "status" <> all (array['granted', 'withdrawn', 'unknown']::text[])
