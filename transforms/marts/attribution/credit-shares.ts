import { columns, type Sql, sql, value } from '#engine'
import { company } from '#settings'
import { dim_customer } from '../../warehouse/dim_customer.ts'
import { fct_customer_acquisitions } from '../../warehouse/fct_customer_acquisitions.ts'
import { fct_orders } from '../../warehouse/fct_orders.ts'
import { mart_attribution_touch } from '../mart_attribution_touch.ts'
import { mart_removal_effect } from '../mart_removal_effect.ts'
import { marketOfOrder } from './market-of-order.ts'

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

/** How much each model gives to a touch, as a part of what it gives to all touches of the purchase. */
const strengths: Readonly<Record<(typeof attributionModels)[number], Sql>> = {
  first: sql`(touch_number = 1)::integer::numeric`,
  last: sql`(touch_number = touch_count)::integer::numeric`,
  linear: sql`1::numeric`,
  position: sql`case
          when touch_count <= 2 then 1
          when touch_number in (1, touch_count) then 0.4
          else 0.2 / (touch_count - 2)
        end`,
  'time decay': sql`decay`,
  shapley: sql`1.0 / channel_touches`,
  markov: sql`effect_1 / channel_touches`,
  'markov of order 2': sql`effect_2 / channel_touches`,
  'markov of order 3': sql`effect_3 / channel_touches`,
}
const all = attributionModels.map((model, at) => ({
  model: value(model),
  strength: strengths[model],
  column: columns(`strength_${at + 1}`),
  total: columns(`total_${at + 1}`),
}))

/**
 * The share of each purchase that each model gives to each of its touches; 1 for each purchase and model. The rules are those of
 * analytics/attribution, except that time decay is by days. Shapley gives equal shares to the channels of a journey (that is its
 * exact value), Markov shares in proportion to their removal effects; each channel's share is divided equally among its touches.
 * All models are computed beside each other, so that touches are sorted once and divided by model last. `among` chooses
 * purchases by `is_first_order`.
 */
export function creditShares(among = sql`true`): Sql {
  return sql`
  with purchases as (
    select
      placed.order_key,
      placed.ordered_date,
      placed.net_amount,
      ${marketOfOrder} as market,
      acquired.customer_key is not null as is_first_order
    from ${fct_orders} placed
    join ${dim_customer} buyer using (customer_key)
    left join ${fct_customer_acquisitions} acquired on acquired.first_order_key = placed.order_key
  ),
  touched as (
    select
      touch.order_key,
      touch.customer_key,
      touch.channel_key,
      touch.campaign_key,
      touch.touch_number,
      touch.touch_count,
      purchases.ordered_date,
      purchases.net_amount,
      purchases.market,
      purchases.is_first_order,
      count(*) over (partition by order_key, touch.channel_key) as channel_touches,
      power(0.5::float8, (touch.days_before / ${halfLife})::float8)::numeric(30, 15) as decay,
      one.removal_effect as effect_1,
      two.removal_effect as effect_2,
      three.removal_effect as effect_3
    from ${mart_attribution_touch} touch
    join purchases using (order_key)
    left join ${mart_removal_effect} one on one.channel_key = touch.channel_key and one.markov_order = 1
    left join ${mart_removal_effect} two on two.channel_key = touch.channel_key and two.markov_order = 2
    left join ${mart_removal_effect} three on three.channel_key = touch.channel_key and three.markov_order = 3
    where ${among}
  ),
  strengths as (
    select
      *,
      ${listed(({ column, strength }) => sql`${strength} as ${column}`)}
    from touched
  ),
  summed as (
    select
      *,
      ${listed(({ column, total }) => sql`sum(${column}) over of_order as ${total}`)}
    from strengths
    window of_order as (partition by order_key)
  )
  select
    order_key,
    customer_key,
    ordered_date,
    net_amount,
    market,
    is_first_order,
    model.attribution_model,
    channel_key,
    campaign_key,
    -- without an effect, as where nothing was seen, the touches are equal
    case when total > 0 then coalesce(strength, 0) / total else 1.0 / touch_count end as share
  from summed
  cross join lateral (
    values
      ${listed(({ model, column, total }) => sql`(${model}, ${column}, ${total})`)}
  ) as model(attribution_model, strength, total)`
}

function listed(one: (model: (typeof all)[number]) => Sql): Sql {
  return all.map(one).reduce(
    (before, next) => sql`${before},
      ${next}`,
  )
}
