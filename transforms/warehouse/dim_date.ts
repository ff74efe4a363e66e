import { day, flag, holds, integer, sql, text, transform, value } from '#engine'
import { company } from '#settings'
import { calendarDays } from './calendar/calendar-days.ts'
import { knowsHomeHolidays } from './calendar/holidays.ts'

const isCalendarYear = value(company.financialYearStartMonth === 1)

/**
 * A financial year is named after the calendar year in which it ends. A single event that is dated in a distant future
 * or past, such as a reading of a device whose clock began again at 1970, brings its own year, not all years until then.
 * There is no unknown day: what has not happened has no date.
 */
export const dim_date = transform('warehouse.dim_date', {
  description:
    'One row for each day of the years in which something happened or is due, and of the years between them and today.',
  grain: ['date_day'],
  columns: {
    date_day: day('The day, in the time zone of the company'),
    year: integer('Calendar year'),
    quarter: integer('Quarter of the year, 1 to 4'),
    month: integer('Month of the year, 1 to 12'),
    month_name: text('Name of the month, in English'),
    month_start_date: day('First day of the month'),
    day_of_month: integer('Day of the month, 1 to 31'),
    day_of_year: integer('Day of the year, 1 to 366'),
    financial_year: integer('Financial year, named after the calendar year in which it ends'),
    financial_year_name: text(
      'Financial year as it is written: FY2026/27, or FY2026 if it is the calendar year',
    ),
    financial_quarter: integer('Quarter of the financial year, 1 to 4'),
    financial_month: integer('Month of the financial year, 1 to 12'),
    week_start_date: day("First day of the week, by the company's first weekday"),
    iso_year: integer('Year that the ISO week belongs to'),
    iso_week: integer('Week of the ISO year, 1 to 53'),
    iso_weekday: integer('Day of the week, 1 is Monday'),
    weekday_name: text('Name of the day, in English'),
    is_weekend: flag('Saturday or Sunday'),
    is_last_day_of_month: flag('Whether it is the last day of its month'),
    is_last_day_of_quarter: flag('Whether it is the last day of its calendar quarter'),
    is_last_day_of_year: flag('Whether it is the last day of its calendar year'),
    is_last_day_of_financial_quarter: flag('Whether it is the last day of its financial quarter'),
    is_last_day_of_financial_year: flag('Whether it is the last day of its financial year'),
    holiday_name: text('Holidays in the home market; those of all markets are in bdg_date_holiday').orNull(),
    is_public_holiday: flag(
      'A day off by law in the home market; missing if its rules are not known',
    ).orNull(),
    is_working_day: flag(
      'Neither on a weekend nor a public holiday in the home market; missing if its rules are not known',
    ).orNull(),
  },
  tests: [
    holds('a financial quarter has three months', sql`financial_quarter = (financial_month + 2) / 3`),
    holds('the week begins at most six days earlier', sql`date_day - week_start_date between 0 and 6`),
  ],
  query: sql`
    select
      at::date as date_day,
      extract(year from at)::integer as year,
      extract(quarter from at)::integer as quarter,
      extract(month from at)::integer as month,
      to_char(at, 'FMMonth') as month_name,
      date_trunc('month', at)::date as month_start_date,
      extract(day from at)::integer as day_of_month,
      extract(doy from at)::integer as day_of_year,
      extract(year from financial_at)::integer as financial_year,
      case
        when ${isCalendarYear} then to_char(at, '"FY"YYYY')
        else to_char(financial_at - interval '1 year', '"FY"YYYY') || to_char(financial_at, '"/"YY')
      end as financial_year_name,
      extract(quarter from financial_at)::integer as financial_quarter,
      extract(month from financial_at)::integer as financial_month,
      at::date - days_into_week as week_start_date,
      extract(isoyear from at)::integer as iso_year,
      extract(week from at)::integer as iso_week,
      extract(isodow from at)::integer as iso_weekday,
      to_char(at, 'FMDay') as weekday_name,
      extract(isodow from at) in (6, 7) as is_weekend,
      is_last_of_month as is_last_day_of_month,
      is_last_of_month and extract(month from at) in (3, 6, 9, 12) as is_last_day_of_quarter,
      is_last_of_month and extract(month from at) = 12 as is_last_day_of_year,
      is_last_of_month and extract(month from financial_at) in (3, 6, 9, 12) as is_last_day_of_financial_quarter,
      is_last_of_month and extract(month from financial_at) = 12 as is_last_day_of_financial_year,
      holiday_name,
      case when ${knowsHomeHolidays} then is_public_holiday end as is_public_holiday,
      case
        when ${knowsHomeHolidays} then extract(isodow from at) not in (6, 7) and not is_public_holiday
      end as is_working_day
    from (${calendarDays}) days`,
})
