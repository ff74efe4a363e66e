import { type Sql, sql, unknownKey, value } from '#engine'
import { company } from '#settings'
import { dim_customer } from '../../warehouse/dim_customer.ts'
import { fct_orders } from '../../warehouse/fct_orders.ts'
import { fct_sessions } from '../../warehouse/fct_sessions.ts'
import { deviceOfVisit } from '../experience/devices.ts'
import { mart_rfm } from '../mart_rfm.ts'
import { events, type FunnelStep, type FunnelWindow, stepsTaken } from './steps.ts'

/** How many attempts took each step, by what is known of the visit in which they began. */
export function countedSteps(
  title: string,
  within: FunnelWindow,
  steps: readonly [FunnelStep, ...FunnelStep[]],
): Sql {
  const names = value(steps.map((step) => step.name))
  const reached = steps.map((_, at) => sql`${at === 0 ? sql`` : sql`, `}count(places[${value(at + 1)}])`)
  return sql`
    with happened as materialized (${events(within, steps)}
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
        visitor.market,
        attempts.places
      from attempts
      join ${fct_sessions} visit using (session_key)
      join ${dim_customer} visitor on visitor.customer_key = visit.customer_key
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
        market,
        array[${reached.reduce((all, count) => sql`${all}${count}`, sql``)}] as reached
      from entered
      group by 1, 2, 3, 4, 5, 6
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
      market,
      reached[1]::integer as entered_count,
      reached[greatest(step.number - 1, 1)]::integer as previous_count,
      reached[step.number]::integer as reached_count
    from slices
    cross join unnest(${names}) with ordinality as step(name, number)`
}
