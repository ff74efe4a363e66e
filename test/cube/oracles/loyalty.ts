import type { Oracle } from './oracle.ts'
import { customerMarket, dates, traitsOf } from './traits.ts'

const tier = (key: string) => `case when ${key} <> -1 then trait_now.loyalty_tier end`

const member = traitsOf('p')
const members = (condition = 'true') =>
  `count(distinct p.customer_key) filter (where p.customer_key <> -1 and ${condition})`
const points = (type: string) => `sum(p.points) filter (where p.movement_type = '${type}')`

export const loyalty: Oracle = {
  from: `warehouse.fct_loyalty_movements p
    left join warehouse.dim_date calendar on calendar.date_day = p.occurred_date
    ${member.joins}`,
  dimensions: {
    movement_key: 'p.movement_key',
    customer_key: 'p.customer_key',
    order_key: 'p.order_key',
    source: 'p.source',
    movement_id: 'p.movement_id',
    movement_type: 'p.movement_type',
    reason: 'p.reason',
    occurred_at: 'p.occurred_at',
    occurred_date: 'p.occurred_date',
    expires_at: 'p.expires_at',
    points: 'p.points',
    loyalty_tier: tier('p.customer_key'),
    ...dates,
    market: customerMarket('p'),
    ...member.dimensions,
  },
  measures: {
    count: 'count(*)',
    movement_count: 'count(*)',
    member_count: members(),
    earning_member_count: members(`p.movement_type = 'earned'`),
    redeeming_member_count: members(`p.movement_type = 'redeemed'`),
    redeeming_member_rate: `${members(`p.movement_type = 'redeemed'`)}::numeric / nullif(${members()}, 0)`,
    earned_points: points('earned'),
    redeemed_points: `-${points('redeemed')}`,
    expired_points: `-${points('expired')}`,
    adjusted_points: points('adjusted'),
    net_points: 'sum(p.points)',
    redemption_rate: `-coalesce(${points('redeemed')}, 0)::numeric / nullif(${points('earned')}, 0)`,
    order_count: 'count(distinct p.order_key)',
  },
}

const holder = traitsOf('b')
const onDay = (which: 'min' | 'max', amount: string) => `(
  select sum(e.amount)
  from unnest(array_agg(b.month_start_date), array_agg(${amount})) as e(month_start_date, amount)
  where e.month_start_date = ${which}(b.month_start_date)
)`

export const loyalty_balances: Oracle = {
  from: `warehouse.fct_loyalty_balances b
    left join warehouse.dim_date calendar on calendar.date_day = b.month_start_date
    ${holder.joins}`,
  dimensions: {
    customer_key: 'b.customer_key',
    source: 'b.source',
    month_start_date: 'b.month_start_date',
    month_end_date: 'b.month_end_date',
    loyalty_tier: tier('b.customer_key'),
    ...dates,
    market: customerMarket('b'),
    ...holder.dimensions,
  },
  measures: {
    count: 'count(*)',
    opening_points: onDay('min', 'b.opening_points'),
    earned_points: 'sum(b.earned_points)',
    redeemed_points: 'sum(b.redeemed_points) * -1',
    expired_points: 'sum(b.expired_points) * -1',
    adjusted_points: 'sum(b.adjusted_points)',
    closing_points: onDay('max', 'b.closing_points'),
    member_count: onDay('max', '(b.customer_key <> -1 and b.closing_points > 0)::integer'),
  },
}
