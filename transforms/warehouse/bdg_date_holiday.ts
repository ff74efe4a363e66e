import { day, flag, references, sql, text, transform } from '#engine'
import { holidaysIn } from './calendar/holidays.ts'
import { dim_date } from './dim_date.ts'

/**
 * The rules are in holiday-rules.ts: the days off by law in a whole country, from 2010, and a few days on which shops
 * sell more or less. A market without rules has no rows. Regional holidays are left out.
 */
export const bdg_date_holiday = transform('warehouse.bdg_date_holiday', {
  description:
    'One row for each holiday of a market, and for the day off that is given for one on a weekend. Join it with the market of a fact, or count its days once: two holidays can fall on one day.',
  grain: ['date_day', 'market', 'name'],
  columns: {
    date_day: day('The day'),
    market: text('Country that the company sells to (ISO 3166-1)'),
    name: text('Name of the holiday, in English'),
    is_public: flag('Whether it is a day off by law; if not, it is one on which shops sell more or less'),
    is_substitute: flag('Whether it is the day off given for a holiday on a weekend'),
  },
  indexes: [['market', 'date_day']],
  tests: [references('date_day', dim_date)],
  query: sql`
    with years as (
      select distinct year
      from ${dim_date}
    )
    select
      holiday.date_day,
      holiday.market,
      holiday.name,
      holiday.is_public,
      holiday.is_substitute
    from (${holidaysIn(sql`select year from years`)}) holiday
    join ${dim_date} known using (date_day)`,
})
