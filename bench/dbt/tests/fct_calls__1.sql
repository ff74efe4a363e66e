-- accepted values: outcome
select * from {{ ref('fct_calls') }} where "outcome" <> all (array['answered', 'abandoned', 'self-service', 'unreached', 'open']::text[])
