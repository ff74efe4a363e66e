import { holds, references, returnsNone, sql, type Transform, transform } from '#engine'
import { dim_channel } from '../../warehouse/dim_channel.ts'
import { countedSteps } from './counted-steps.ts'
import { funnel_counts } from './funnel-counts.ts'
import { attemptsBegun, type FunnelStep, type FunnelWindow } from './steps.ts'

export interface FunnelSpec {
  /** As people see it, such as checkout. */
  readonly title: string
  readonly description: string
  readonly within: FunnelWindow
  /** In their order, at least two. */
  readonly steps: readonly [FunnelStep, FunnelStep, ...FunnelStep[]]
}

/**
 * Declares a way of steps: a relation whose rows are a part of `mart_funnel`. A company adds its own in company/marts/, in a
 * file of the same name:
 *
 *     export const mart_funnel_booking = funnel('mart_funnel_booking', {
 *       title: 'booking',
 *       description: 'From the calendar to a booking, within three days.',
 *       within: { days: 3 },
 *       steps: [
 *         { name: 'calendar seen', when: sql`page_path = '/calendar'` },
 *         { name: 'booked', when: sql`event_name = 'Appointment Booked'` },
 *       ],
 *     })
 */
export function funnel(
  name: `mart_funnel_${string}`,
  { title, description, within, steps }: FunnelSpec,
): Transform<typeof funnel_counts.columns> {
  return transform(`marts.${name}`, {
    description: `${description} One row for each step, month, device, channel, kind of customer, segment and market.`,
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
    conformsTo: funnel_counts,
    columns: funnel_counts.columns,
    tests: [
      references('channel_key', dim_channel),
      holds('nobody takes a step without the one before', sql`reached_count <= previous_count`),
      returnsNone(
        'every attempt enters once',
        (self) => sql`${attemptsBegun(within, steps[0].when)}
          except
          select coalesce(sum(reached_count), 0)
          from ${self}
          where step_number = 1`,
      ),
    ],
    query: countedSteps(title, within, steps),
  })
}
