-- accepted values: movement_type
select * from {{ ref('fct_loyalty_movements') }} where "movement_type" <> all (array['earned', 'redeemed', 'expired', 'adjusted']::text[])
