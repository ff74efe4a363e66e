-- every staged points_movement is present
select 
        count(*) as row_count,
        sum(points) as points,
        sum(points) filter (where movement_type = 'earned') as earned_points
      from (select movement_key, record_key, source, movement_id, movement_type, points, order_key, occurred_at, expires_at, reason from {{ source('staging', 'stg_loyalty__movements') }}) staged
      except
      select 
        count(*) as row_count,
        sum(points) as points,
        sum(points) filter (where movement_type = 'earned') as earned_points
      from {{ ref('fct_loyalty_movements') }} present
