-- the closing balance is the opening one and what happened
select * from {{ ref('fct_loyalty_balances') }} where not (closing_points = opening_points + earned_points + redeemed_points + expired_points + adjusted_points)
