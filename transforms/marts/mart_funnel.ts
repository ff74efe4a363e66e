import { decimal, every, flag, integer, references, sql, transform } from '#engine'
import { dim_channel } from '../warehouse/dim_channel.ts'
import { funnel_counts } from './funnels/funnel-counts.ts'

/** Whatever is declared with `funnel(…)`, in transforms/marts/funnels/ or in company/marts/, is in it. */
export const mart_funnel = transform('marts.mart_funnel', {
  description:
    'Where people give up: how many attempts took each step of a declared way, and how many went no further; one row for each ' +
    'way, step, month, device, channel, kind of customer, segment and market.',
  grain: [
    'funnel_name',
    'step_number',
    'started_month_date',
    'device',
    'channel_key',
    'customer_kind',
    'rfm_segment',
    'market',
  ],
  columns: {
    ...funnel_counts.columns,
    is_last_step: flag('Whether the way ends with this step'),
    dropped_count: integer('Attempts that took the step before and not this one. Additive within a step'),
    step_share: decimal(
      'Share of the attempts that took the step before and then this one. Not additive: divide the sums of the counts',
    ).orNull(),
    funnel_share: decimal('The same share of all that entered. Not additive: divide the sums of the counts'),
  },
  tests: [references('channel_key', dim_channel)],
  query: sql`
    select
      *,
      step_number = max(step_number) over (partition by funnel_name) as is_last_step,
      previous_count - reached_count as dropped_count,
      round(reached_count::numeric / nullif(previous_count, 0), 6) as step_share,
      round(reached_count::numeric / entered_count, 6) as funnel_share
    from ${every(funnel_counts)} counted`,
})
