import type { Oracle } from './oracle.ts'
import { calendar, columns, customerMarket, traitsOf } from './traits.ts'

const traits = traitsOf('c')
const calls = (condition = 'true') => `count(*) filter (where c.is_internal = false and ${condition})`
const inbound = "c.direction = 'inbound'"
const answered = calls(`${inbound} and c.outcome = 'answered'`)
const abandoned = calls(`${inbound} and c.outcome = 'abandoned'`)
const seconds = (share: number, column: string, condition: string) =>
  `percentile_cont(${share}) within group (order by c.${column})
    filter (where c.is_internal = false and ${condition})`
const hours = (column: string) => `sum(c.${column}) filter (where c.is_internal = false) / 3600`

export const serviceCalls: Oracle = {
  from: `warehouse.fct_calls c
    left join pii.dim_agent a on a.agent_key = c.agent_key
    left join warehouse.dim_date calendar on calendar.date_day = c.started_date
    ${traits.joins}`,
  dimensions: {
    ...columns('c', [
      'call_key',
      'customer_key',
      'agent_key',
      'source',
      'call_id',
      'direction',
      'outcome',
      'reason',
      'hung_up_by',
      'queue_id',
      'is_withheld',
      'is_internal',
      'started_at',
      'started_date',
      'ended_at',
    ]),
    ...columns('a', ['agent_id', 'agent_name', 'agent_type']),
    ...calendar,
    ...traits.dimensions,
    market: customerMarket('c'),
  },
  measures: {
    count: 'count(*)',
    call_count: calls(),
    internal_count: 'count(*) filter (where c.is_internal)',
    inbound_count: calls(inbound),
    outbound_count: calls("c.direction = 'outbound'"),
    answered_count: answered,
    abandoned_count: abandoned,
    abandoned_rate: `${abandoned}::numeric / nullif(${abandoned} + ${answered}, 0)`,
    withheld_count: calls('c.is_withheld'),
    known_count: calls('c.customer_key <> -1'),
    known_rate: 'avg((c.customer_key <> -1)::integer) filter (where c.is_internal = false)',
    customer_count: 'count(distinct nullif(c.customer_key, -1)) filter (where c.is_internal = false)',
    median_wait_seconds: seconds(0.5, 'wait_seconds', inbound),
    p90_wait_seconds: seconds(0.9, 'wait_seconds', inbound),
    median_talk_seconds: seconds(0.5, 'talk_seconds', "c.outcome = 'answered'"),
    talk_hours: hours('talk_seconds'),
    hold_hours: hours('hold_seconds'),
  },
}
