import type { Oracle } from './oracle.ts'
import { calendar, columns, customerMarket, traitsOf, wilson } from './traits.ts'

const traits = traitsOf('c')
const counts = 'c.excluded_because is null'
const cases = (condition = 'true') => `count(*) filter (where ${counts} and ${condition})`
const hours = (share: number, minutes: string, condition: string) =>
  `percentile_cont(${share}) within group (order by ${minutes}) filter (where ${counts} and ${condition}) / 60`
const people = `count(distinct c.customer_key) filter (where ${counts} and c.customer_key <> -1)`
const messages = `sum(c.message_count) filter (where ${counts})`
const good = wilson(cases("c.satisfaction = 'good'"), cases('c.satisfaction is not null'))

export const service: Oracle = {
  from: `warehouse.fct_support_cases c
    left join pii.dim_agent a on a.agent_key = c.agent_key
    left join warehouse.dim_date calendar on calendar.date_day = c.opened_date
    ${traits.joins}`,
  dimensions: {
    ...columns('c', [
      'case_key',
      'customer_key',
      'agent_key',
      'source',
      'case_id',
      'channel',
      'case_type',
      'status',
      'priority',
      'opened_by',
      'satisfaction',
      'excluded_because',
      'is_open',
      'opened_at',
      'opened_date',
      'first_replied_at',
      'solved_at',
      'solved_date',
      'closed_at',
      'reopen_count',
    ]),
    ...columns('a', ['agent_id', 'agent_name', 'agent_type']),
    ...calendar,
    ...traits.dimensions,
    market: customerMarket('c'),
  },
  measures: {
    count: 'count(*)',
    case_count: cases(),
    excluded_count: `count(c.excluded_because)`,
    customer_count: people,
    cases_of_known_count: cases('c.customer_key <> -1'),
    cases_per_customer: `${cases('c.customer_key <> -1')}::numeric / nullif(${people}, 0)`,
    open_count: cases('c.is_open'),
    unassigned_count: cases("c.is_open and a.agent_type = 'not applicable'"),
    solved_count: cases('c.solved_at is not null'),
    solved_rate: `${cases('c.solved_at is not null')}::numeric / nullif(${cases()}, 0)`,
    reopened_count: cases('c.reopen_count >= 1'),
    reopened_rate: `${cases('c.reopen_count >= 1')}::numeric / nullif(${cases()}, 0)`,
    replied_count: `count(c.first_reply_minutes) filter (where ${counts})`,
    replied_within_day_count: cases('c.first_reply_minutes / 60 <= 24'),
    replied_within_day_rate: `avg((c.first_reply_minutes / 60 <= 24)::integer) filter (where ${counts})`,
    median_first_reply_hours: hours(0.5, 'c.first_reply_minutes', 'true'),
    p90_first_reply_hours: hours(0.9, 'c.first_reply_minutes', 'true'),
    median_solution_hours: hours(0.5, 'c.solution_minutes', 'c.solved_at is not null'),
    p90_solution_hours: hours(0.9, 'c.solution_minutes', 'c.solved_at is not null'),
    message_count: messages,
    messages_per_case: `${messages}::numeric / nullif(${cases()}, 0)`,
    rated_count: cases("c.satisfaction in ('good', 'bad')"),
    rated_good_count: cases("c.satisfaction = 'good'"),
    rated_good_rate: `avg((c.satisfaction = 'good')::integer) filter (where ${counts})`,
    rated_good_rate_lower: good.lower,
    rated_good_rate_upper: good.upper,
  },
}
