import type { Oracle } from './oracle.ts'
import { columns, customerMarket, dates, traitsOf } from './traits.ts'

const traits = traitsOf('m')

export const serviceBacklog: Oracle = {
  from: `warehouse.fct_case_months m
    left join pii.dim_agent a on a.agent_key = m.agent_key
    left join warehouse.dim_date calendar on calendar.date_day = m.month_start_date
    ${traits.joins}`,
  dimensions: {
    ...columns('m', [
      'case_key',
      'month_start_date',
      'snapshot_date',
      'customer_key',
      'agent_key',
      'source',
      'channel',
      'is_end_known',
    ]),
    ...columns('a', ['agent_id', 'agent_name', 'agent_type']),
    ...dates,
    ...traits.dimensions,
    market: customerMarket('m'),
  },
  measures: {
    count: 'count(*)',
    opened_count: 'count(*) filter (where m.opened_count = 1)',
    ended_count: 'count(*) filter (where m.ended_count = 1)',
    backlog: `(
      select sum(e.is_open)
      from unnest(array_agg(m.month_start_date), array_agg(m.open_count)) as e(month_start_date, is_open)
      where e.month_start_date = max(m.month_start_date)
    )`,
    unknown_end_count: 'count(*) filter (where m.is_end_known = false)',
  },
}
