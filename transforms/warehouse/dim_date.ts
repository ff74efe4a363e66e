import { day, every, flag, integer, sql, transform, value } from '#engine'
import { company } from '#settings'
import { order } from '../canonical/order.ts'
import { order_line } from '../canonical/order_line.ts'

export const dim_date = transform('warehouse.dim_date', {
  description: 'Every day of the years in which something happened.',
  grain: ['date_day'],
  columns: {
    date_day: day('The day, in the reporting time zone'),
    year: integer('Calendar year'),
    quarter: integer('Quarter of the year, 1 to 4'),
    month: integer('Month of the year, 1 to 12'),
    month_start_date: day('First day of the month'),
    iso_week: integer('Week of the ISO year, 1 to 53'),
    iso_weekday: integer('Day of the week, 1 is Monday'),
    is_weekend: flag('Saturday or Sunday'),
  },
  query: sql`
    with span as (
      select min(at) at time zone ${value(company.timeZone)} as first_at,
        max(at) at time zone ${value(company.timeZone)} as last_at
      from (
        select ordered_at as at from ${every(order)} placed
        union all
        select occurred_at from ${every(order_line)} line
      ) events
    )
    select d::date as date_day, extract(year from d)::integer as year, extract(quarter from d)::integer as quarter,
      extract(month from d)::integer as month, date_trunc('month', d)::date as month_start_date,
      extract(week from d)::integer as iso_week, extract(isodow from d)::integer as iso_weekday,
      extract(isodow from d) in (6, 7) as is_weekend
    from span
    cross join generate_series(date_trunc('year', first_at),
      date_trunc('year', last_at) + interval '1 year - 1 day', interval '1 day') d`,
})
