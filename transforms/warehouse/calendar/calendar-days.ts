import { asOfDay, every, sql, value } from '#engine'
import { company } from '#settings'
import { subscription } from '../../canonical/subscription.ts'
import { datedEvents } from './dated-events.ts'
import { holidaysIn } from './holidays.ts'

/** How many months after its first day a financial year reaches the January of the year it is named after. */
const monthsToJanuary = (13 - company.financialYearStartMonth) % 12

/**
 * The days of all years in which something happened or is due, and of the years between them and the as-of day, which a
 * subscription fills with months however long ago it began; each
 * with its place in the financial year and in the week, and the holidays of the home market.
 */
export const calendarDays = sql`
      with local_days as (
        select distinct (at + edge) at time zone ${value(company.timeZone)} as at
        from (${datedEvents}) event
        cross join (values (interval '0'), (interval '1 day')) as edges(edge)
        where isfinite(at)
      ),
      event_years as (
        select distinct date_trunc('year', at) as year
        from local_days
      ),
      today as (
        select date_trunc('year', ${asOfDay}::timestamp) as this_year
      ),
      years as (
        select year
        from event_years
        union
        select generate_series(
          least(
            (select min(year) from event_years where year >= this_year - interval '40 years'),
            (
              select date_trunc('year', min(started_at) - interval '1 day')
              from ${every(subscription)} s
              where isfinite(started_at)
            ),
            this_year
          ),
          this_year,
          interval '1 year'
        )
        from today
      ),
      home_holidays as (
        select
          date_day,
          string_agg(distinct name, ', ' order by name) as holiday_name,
          bool_or(is_public) as is_public
        from (${holidaysIn(sql`select extract(year from year)::integer as year from years`)}) holiday
        where market = ${value(company.markets[0])}
        group by date_day
      )
      select
        at,
        at + ${value(monthsToJanuary)} * interval '1 month' as financial_at,
        (extract(isodow from at)::integer - ${value(company.firstDayOfWeek)} + 7) % 7 as days_into_week,
        at::date = (date_trunc('month', at) + interval '1 month - 1 day')::date as is_last_of_month,
        holiday_name,
        coalesce(is_public, false) as is_public_holiday
      from years
      cross join generate_series(year, year + interval '1 year - 1 day', interval '1 day') at
      left join home_holidays on date_day = at::date`
