import { asOfDay, day, flag, integer, sql, transform, value } from '#engine'
import { company } from '#settings'
import { eventTimes } from './event-times.ts'

/** How many months after its first day a financial year reaches the January of the year it is named after. */
const monthsToJanuary = (13 - company.financialYearStartMonth) % 12

/**
 * A financial year is named after the calendar year in which it ends. A single event that is dated in a distant future
 * brings its own year, not all years until then; so does one in a distant past, such as a reading of a device whose
 * clock began again at 1970.
 */
export const dim_date = transform('warehouse.dim_date', {
  description: 'Every day of the years in which something happened.',
  grain: ['date_day'],
  columns: {
    date_day: day('The day, in the time zone of the company'),
    year: integer('Calendar year'),
    quarter: integer('Quarter of the year, 1 to 4'),
    month: integer('Month of the year, 1 to 12'),
    month_start_date: day('First day of the month'),
    financial_year: integer('Financial year, named after the calendar year in which it ends'),
    financial_quarter: integer('Quarter of the financial year, 1 to 4'),
    week_start_date: day("First day of the week, by the company's first weekday"),
    iso_week: integer('Week of the ISO year, 1 to 53'),
    iso_weekday: integer('Day of the week, 1 is Monday'),
    is_weekend: flag('Saturday or Sunday'),
  },
  query: sql`
    with event_years as (
      select distinct date_trunc('year', at at time zone ${value(company.timeZone)}) as year
      from (${eventTimes}) event
      where at is not null
    ),
    years as (
      select year
      from event_years
      union
      select generate_series(
        (select min(year) from event_years where year > ${asOfDay} - interval '40 years'),
        (select max(year) from event_years where year <= ${asOfDay}),
        interval '1 year'
      )
    ),
    days as (
      select
        at,
        at + ${value(monthsToJanuary)} * interval '1 month' as financial_at,
        (extract(isodow from at)::integer - ${value(company.firstDayOfWeek)} + 7) % 7 as days_into_week
      from years
      cross join generate_series(year, year + interval '1 year - 1 day', interval '1 day') at
    )
    select
      at::date as date_day,
      extract(year from at)::integer as year,
      extract(quarter from at)::integer as quarter,
      extract(month from at)::integer as month,
      date_trunc('month', at)::date as month_start_date,
      extract(year from financial_at)::integer as financial_year,
      extract(quarter from financial_at)::integer as financial_quarter,
      at::date - days_into_week as week_start_date,
      extract(week from at)::integer as iso_week,
      extract(isodow from at)::integer as iso_weekday,
      extract(isodow from at) in (6, 7) as is_weekend
    from days`,
})
