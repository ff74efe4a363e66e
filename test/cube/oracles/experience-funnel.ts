import type { Oracle } from './oracle.ts'
import { columns } from './traits.ts'

const first = 'sum(f.entered_count) filter (where f.step_number = 1)'
const last = `sum(f.reached_count) filter (where f.step_number = ways.step_count)`
const share = (part: string, of: string) => `(${part})::numeric / nullif(${of}, 0)`

export const experienceFunnel: Oracle = {
  from: `marts.mart_funnel f
    join (select funnel_name, max(step_number) as step_count from marts.mart_funnel group by 1) ways using (funnel_name)
    left join warehouse.dim_channel ch on ch.channel_key = f.channel_key`,
  dimensions: {
    slice_key: `concat_ws(' ', f.funnel_name, f.step_number, f.started_month_date, f.device, f.channel_key, f.customer_kind, f.rfm_segment, f.market)`,
    ...columns('f', [
      'funnel_name',
      'step_number',
      'step_name',
      'started_month_date',
      'device',
      'channel_key',
      'customer_kind',
      'market',
    ]),
    is_last_step: 'f.step_number = ways.step_count',
    customer_segment: `case when f.customer_kind = 'nobody known' then 'Unknown' else
      coalesce(nullif(f.rfm_segment, 'none'), 'No order') end`,
    channel: 'ch.channel_name',
    channel_group: 'ch.channel_group',
  },
  measures: {
    count: 'count(*)',
    attempt_count: first,
    completed_count: last,
    completion_rate: share(last, first),
    reached_count: 'sum(f.reached_count)',
    previous_count: 'sum(f.previous_count)',
    entered_count: 'sum(f.entered_count)',
    dropped_count: 'sum(f.previous_count) - sum(f.reached_count)',
    step_rate: share('sum(f.reached_count)', 'sum(f.previous_count)'),
    drop_rate: share('sum(f.previous_count) - sum(f.reached_count)', 'sum(f.previous_count)'),
    reached_rate: share('sum(f.reached_count)', 'sum(f.entered_count)'),
  },
}
