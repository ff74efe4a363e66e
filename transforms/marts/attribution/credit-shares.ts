import { sql, value } from '#engine'
import { company } from '#settings'
import { fct_orders } from '../../warehouse/fct_orders.ts'
import { mart_attribution_touch } from '../mart_attribution_touch.ts'
import { mart_removal_effect } from '../mart_removal_effect.ts'

/** In the order in which people read them. */
export const attributionModels = [
  'first',
  'last',
  'linear',
  'position',
  'time decay',
  'shapley',
  'markov',
  'markov of order 2',
  'markov of order 3',
] as const

const halfLife = sql`${value(company.attribution?.halfLifeDays ?? 7)}`

/**
 * The share of each purchase that each model gives to each of its touches; 1 for each purchase and model. The rules are those of
 * analytics/attribution, except that time decay is by days. Shapley gives equal shares to the channels of a journey (that is its
 * exact value), Markov shares in proportion to their removal effects; each channel's share is divided equally among its touches.
 */
export const creditShares = sql`
  with touched as (
    select
      touch.*,
      purchase.ordered_date,
      purchase.net_amount,
      count(*) over (partition by order_key, touch.channel_key) as channel_touches,
      power(0.5::float8, (touch.days_before / ${halfLife})::float8)::numeric(30, 15) as decay,
      one.removal_effect as effect_1,
      two.removal_effect as effect_2,
      three.removal_effect as effect_3
    from ${mart_attribution_touch} touch
    join ${fct_orders} purchase using (order_key)
    left join ${mart_removal_effect} one on one.channel_key = touch.channel_key and one.markov_order = 1
    left join ${mart_removal_effect} two on two.channel_key = touch.channel_key and two.markov_order = 2
    left join ${mart_removal_effect} three on three.channel_key = touch.channel_key and three.markov_order = 3
  ),
  strengths as (
    select
      touched.*,
      model.attribution_model,
      model.strength
    from touched
    cross join lateral (
      values
        ('first', (touch_number = 1)::integer::numeric),
        ('last', (touch_number = touch_count)::integer),
        ('linear', 1),
        (
          'position',
          case
            when touch_count <= 2 then 1
            when touch_number in (1, touch_count) then 0.4
            else 0.2 / (touch_count - 2)
          end
        ),
        ('time decay', decay),
        ('shapley', 1.0 / channel_touches),
        ('markov', effect_1 / channel_touches),
        ('markov of order 2', effect_2 / channel_touches),
        ('markov of order 3', effect_3 / channel_touches)
    ) as model(attribution_model, strength)
  ),
  summed as (
    select
      *,
      sum(strength) over (partition by order_key, attribution_model) as strengths
    from strengths
  )
  select
    order_key,
    customer_key,
    ordered_date,
    net_amount,
    attribution_model,
    channel_key,
    campaign_key,
    -- without an effect, as where nothing was seen, the touches are equal
    case when strengths > 0 then coalesce(strength, 0) / strengths else 1.0 / touch_count end as share
  from summed`
