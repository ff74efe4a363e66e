import { asOfDay, day, flag, holds, id, integer, key, references, returnsNone, sql, transform } from '#engine'
import { support_case } from '../canonical/support_case.ts'
import { dayOf } from './calendar/times.ts'
import { dim_agent } from './dim_agent.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { fct_support_cases } from './fct_support_cases.ts'

/**
 * A periodic snapshot beside the accumulating one, because a backlog cannot be read from cases as they are now. A request
 * that was opened again is open all the time until it was solved for the last time: no source says when it was solved
 * before. One that is over, nobody knows since when, ends on the day it was opened, and `is_end_known` says so. The month in
 * which it ends has a row, so that the backlog of a selection becomes 0.
 */
export const fct_case_months = transform('warehouse.fct_case_months', {
  description:
    'Requests for help from month to month, one row for each request that counts and each month from its opening to its ' +
    'end: what came in, what was solved, and what was open at the end of the month.',
  grain: ['case_key', 'month_start_date'],
  columns: {
    case_key: key('The request, as in fct_support_cases'),
    month_start_date: day('First day of the month'),
    snapshot_date: day('Last day of the month, or the as-of day in the current one'),
    customer_key: key('The customer who asked; -1 while unknown'),
    agent_key: key('Agent it is assigned to now; -2 if it is assigned to nobody'),
    source: id('Source system'),
    channel: support_case.columns.channel,
    is_end_known: flag('Whether it is known when it was solved or closed; true while it is open'),
    opened_count: integer('1 in the month in which it was opened, else 0. Additive'),
    ended_count: integer(
      '1 in the month in which it was solved for the last time or closed, else 0. Additive',
    ),
    open_count: integer(
      '1 if it was open on the last day of the month, else 0. Semi-additive: over requests, not over months',
    ),
  },
  indexes: [['customer_key'], ['month_start_date']],
  tests: [
    references('case_key', fct_support_cases),
    references('customer_key', dim_customer),
    references('agent_key', dim_agent),
    references('month_start_date', dim_date, 'date_day'),
    references('snapshot_date', dim_date, 'date_day'),
    holds('a request is open at the end of a month or ended in it', sql`open_count + ended_count = 1`),
    returnsNone(
      'every request is opened once, and has ended or is open now',
      (self) => sql`
        select case_key
        from ${self}
        group by case_key
        having sum(opened_count) <> 1
          or sum(ended_count) + coalesce(sum(open_count) filter (where snapshot_date = ${asOfDay}), 0) <> 1`,
    ),
    returnsNone(
      'every request that counts is here',
      (self) => sql`
        select case_key
        from ${fct_support_cases}
        where excluded_because is null
          and opened_date <= ${asOfDay}
        except
        select case_key
        from ${self}`,
    ),
  ],
  query: sql`
    with cases as (
      select
        *,
        case
          when not is_open
            then greatest(coalesce(solved_date, ${dayOf(sql`closed_at`)}, opened_date), opened_date)
        end as ended_date,
        is_open or coalesce(solved_at, closed_at) is not null as is_end_known
      from ${fct_support_cases}
      where excluded_because is null
        and opened_date <= ${asOfDay}
    ),
    months as (
      select
        cases.*,
        calendar.date_day as month_start_date,
        least((calendar.date_day + interval '1 month - 1 day')::date, ${asOfDay}) as snapshot_date
      from cases
      cross join lateral generate_series(
        date_trunc('month', opened_date),
        least(ended_date, ${asOfDay}),
        interval '1 month'
      ) as first_day
      join ${dim_date} calendar on calendar.date_day = first_day::date
    )
    select
      case_key,
      month_start_date,
      snapshot_date,
      customer_key,
      agent_key,
      source,
      channel,
      is_end_known,
      (opened_date >= month_start_date)::integer as opened_count,
      coalesce(ended_date <= snapshot_date, false)::integer as ended_count,
      (ended_date is null or ended_date > snapshot_date)::integer as open_count
    from months`,
})
