import type { Oracle } from './oracle.ts'
import { calendar, columns, customerMarket, traitsOf } from './traits.ts'

const traits = traitsOf('c')
const carts = (...states: string[]) =>
  `count(*) filter (where c.cart_state in (${states.map((state) => `'${state}'`).join(', ')}))`
const other = carts('ordered later on another device')
const same = carts('ordered later on the same device')

export const experienceCarts: Oracle = {
  from: `marts.mart_cart c
    left join warehouse.dim_channel ch on ch.channel_key = c.channel_key
    left join warehouse.dim_campaign ca on ca.campaign_key = c.campaign_key
    left join warehouse.dim_date calendar on calendar.date_day = c.filled_date
    ${traits.joins}`,
  dimensions: {
    ...columns('c', [
      'cart_key',
      'session_key',
      'customer_key',
      'channel_key',
      'campaign_key',
      'device',
      'filled_at',
      'filled_date',
      'last_changed_at',
      'furthest_step',
      'cart_state',
      'is_open',
      'order_key',
      'ordered_at',
      'line_count',
      'as_of_date',
    ]),
    channel: 'ch.channel_name',
    channel_group: 'ch.channel_group',
    campaign: 'ca.campaign_name',
    ...calendar,
    ...traits.dimensions,
    market: customerMarket('c'),
  },
  measures: {
    count: 'count(*)',
    cart_count: 'count(c.cart_key)',
    customer_count: 'count(distinct nullif(c.customer_key, -1))',
    cart_value: 'sum(c.value_amount)',
    valued_count: 'count(c.value_amount)',
    open_count: 'count(*) filter (where c.is_open)',
    known_open_count: 'count(nullif(c.customer_key, -1)) filter (where c.is_open)',
    open_value: 'sum(c.value_amount) filter (where c.is_open)',
    abandoned_count: carts('abandoned'),
    ordered_in_visit_count: carts('ordered in the visit'),
    ordered_later_count: carts(
      'ordered later on the same device',
      'ordered later on another device',
      'ordered later, device unknown',
    ),
    other_device_count: other,
    same_device_count: same,
    other_device_rate: `${other}::numeric / nullif(${other} + ${same}, 0)`,
    abandoned_rate: `avg((c.cart_state = 'abandoned')::integer) filter (where not c.is_open)`,
  },
}
