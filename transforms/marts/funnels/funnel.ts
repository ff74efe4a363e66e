import {
  holds,
  references,
  returnsNone,
  type Sql,
  sql,
  type Transform,
  transform,
  unknownKey,
  value,
} from '#engine'
import { company } from '#settings'
import { dim_channel } from '../../warehouse/dim_channel.ts'
import { fct_orders } from '../../warehouse/fct_orders.ts'
import { fct_sessions } from '../../warehouse/fct_sessions.ts'
import { deviceOfVisit } from '../experience/devices.ts'
import { mart_rfm } from '../mart_rfm.ts'
import { funnel_counts } from './funnel-counts.ts'
import { events, type FunnelStep, type FunnelWindow, stepsTaken } from './steps.ts'

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
    description: `${description} One row for each step, month, device, channel, kind of customer and segment.`,
    grain: [
      'funnel_name',
      'step_number',
      'started_month_date',
      'device',
      'channel_key',
      'customer_kind',
      'rfm_segment',
    ],
    conformsTo: funnel_counts,
    columns: funnel_counts.columns,
    tests: [
      references('channel_key', dim_channel),
      holds('nobody takes a step without the one before', sql`reached_count <= previous_count`),
      returnsNone(
        'every attempt enters once',
        (self) => sql`
          select count(distinct attempt_key)
          from (${events(within, steps[0].when)}) happened
          where ${steps[0].when}
          except
          select coalesce(sum(reached_count), 0)
          from ${self}
          where step_number = 1`,
      ),
    ],
    query: countedSteps(title, within, steps),
  })
}

function countedSteps(title: string, within: FunnelWindow, steps: FunnelSpec['steps']): Sql {
  const names = value(steps.map((step) => step.name))
  const reached = steps.map((_, at) => sql`${at === 0 ? sql`` : sql`, `}count(places[${value(at + 1)}])`)
  return sql`
    with happened as (${events(within, steps[0].when)}
    ),
    ${stepsTaken(steps)},
    first_purchases as (
      select
        customer_key,
        min(ordered_at) as ordered_at
      from ${fct_orders}
      where is_purchase
      group by customer_key
    ),
    entered as (
      select
        date_trunc('month', attempts.started_at at time zone ${value(company.timeZone)})::date as started_month_date,
        ${deviceOfVisit} as device,
        visit.channel_key,
        case
          when visit.customer_key = ${unknownKey} then 'nobody known'
          when first_purchases.ordered_at < attempts.started_at then 'customer'
          else 'prospect'
        end as customer_kind,
        coalesce(rfm.segment, 'none') as rfm_segment,
        attempts.places
      from attempts
      join ${fct_sessions} visit using (session_key)
      left join first_purchases on first_purchases.customer_key = visit.customer_key
      left join ${mart_rfm} rfm on rfm.customer_key = visit.customer_key
    ),
    slices as (
      select
        started_month_date,
        device,
        channel_key,
        customer_kind,
        rfm_segment,
        array[${reached.reduce((all, count) => sql`${all}${count}`, sql``)}] as reached
      from entered
      group by 1, 2, 3, 4, 5
    )
    select
      ${value(title)} as funnel_name,
      step.number::integer as step_number,
      step.name as step_name,
      started_month_date,
      device,
      channel_key,
      customer_kind,
      rfm_segment,
      reached[1]::integer as entered_count,
      reached[greatest(step.number - 1, 1)]::integer as previous_count,
      reached[step.number]::integer as reached_count
    from slices
    cross join unnest(${names}) with ordinality as step(name, number)`
}
