import { type Sql, sql, value } from '#engine'
import { company } from '#settings'
import { observances, publicHolidays } from './holiday-rules.ts'

/** The rules of the company's markets. A market without rules has no holidays, not even those that shops observe. */
const rules = company.markets.flatMap((market) =>
  [...(publicHolidays[market] ?? []), ...(publicHolidays[market] ? observances : [])].map((rule) => ({
    market,
    is_public: !observances.includes(rule),
    ...rule,
  })),
)

/** Whether the holidays of the home market are known. */
export const knowsHomeHolidays = value(publicHolidays[company.markets[0]] !== undefined)

/**
 * The holidays of every market in the years, as numbers, of the column `year` of a query. A day off for New Year's Day
 * can be in December, so the years after them are computed too. Easter is the Sunday after the full moon of spring.
 */
export function holidaysIn(years: Sql): Sql {
  return sql`
      with rules as (
        select *
        from jsonb_to_recordset(${value(JSON.stringify(rules))}::jsonb) as rule(
          market text, is_public boolean, name text, month integer, day integer, weekday integer,
          easter integer, substitute jsonb, "from" integer, "to" integer
        )
      ),
      gregorian_years as (
        select distinct year + later as year
        from (${years}) asked
        cross join (values (0), (1)) as years_later(later)
        where year between 1583 and 9998
      ),
      epacts as (
        select
          year,
          (year / 100 - year / 400 - (8 * (year / 100) + 13) / 25 + 19 * (year % 19) + 15) % 30 as epact
        from gregorian_years
      ),
      full_moons as (
        select
          year,
          make_date(year, 3, 21) + epact
            - (epact / 28) * (1 - (29 / (epact + 1)) * ((21 - year % 19) / 11)) as full_moon
        from epacts
      ),
      easters as (
        select
          year,
          full_moon + 7 - extract(isodow from full_moon)::integer % 7 as easter_sunday
        from full_moons
      ),
      earliest_days as (
        select
          rules.*,
          coalesce(easter_sunday + easter, make_date(year, month, day)) as earliest_day
        from rules
        join easters on year between coalesce("from", year) and coalesce("to", year)
      ),
      holidays as (
        select
          *,
          earliest_day
            + coalesce((weekday - extract(isodow from earliest_day)::integer + 7) % 7, 0) as holiday
        from earliest_days
      )
      select holiday as date_day, market, name, is_public, false as is_substitute
      from holidays
      union all
      select
        holiday + (substitute ->> extract(isodow from holiday)::text)::integer,
        market,
        name,
        is_public,
        true
      from holidays
      where substitute ? extract(isodow from holiday)::text`
}
