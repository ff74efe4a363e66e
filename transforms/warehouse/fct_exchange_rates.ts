import {
  day,
  decimal,
  every,
  holds,
  id,
  integer,
  oneOf,
  references,
  sql,
  text,
  transform,
  value,
} from '#engine'
import { company } from '#settings'
import { exchange_rate } from '../canonical/exchange_rate.ts'
import { dim_currency } from './dim_currency.ts'

const { withinDays = 7, providers = [] } = company.exchangeRates ?? {}
const reporting = value(company.currency)

/**
 * Banks quote no rates at weekends and on holidays, so a rate also counts on the following days, until there is a newer
 * one or it is too old. Of several for a day, that of the provider wins which the settings name first; then a rate that
 * is quoted over its inverse, and both over one that is crossed, which only rates of one provider and day are; then the
 * first provider by name. Rates that arrive late change the amounts of their days with the next build.
 */
export const fct_exchange_rates = transform('warehouse.fct_exchange_rates', {
  description:
    'What one unit of a currency is worth in the reporting currency, for each currency and day that has a rate.',
  grain: ['currency', 'rate_date'],
  columns: {
    currency: id('The currency, ISO 4217'),
    rate_date: day('The day of the amount that is converted'),
    rate: decimal('Amounts are multiplied by it. Not additive'),
    quoted_date: day('The bank day that the rate is of'),
    age_days: integer('Days between the two. Not additive'),
    provider: text('Who says so'),
    method: oneOf('How it was found', ['direct', 'inverse', 'crossed']),
    crossed_over: id('Currency that a crossed rate goes over').orNull(),
  },
  tests: [
    references('currency', dim_currency),
    holds('a rate is above zero', sql`rate > 0`),
    holds('a rate is of the day or of one shortly before', sql`age_days between 0 and ${value(withinDays)}`),
  ],
  query: sql`
    with quotes as (
      select
        provider,
        rate_date as quoted_date,
        from_currency,
        to_currency,
        rate,
        false as is_inverse
      from ${every(exchange_rate)} quoted
      union all
      select
        provider,
        rate_date,
        to_currency,
        from_currency,
        1 / rate,
        true
      from ${every(exchange_rate)} inverted
    ),
    to_reporting as (
      select *
      from quotes
      where to_currency = ${reporting}
        and from_currency <> ${reporting}
    ),
    found as (
      select
        from_currency as currency,
        quoted_date,
        rate,
        provider,
        case when is_inverse then 'inverse' else 'direct' end as method,
        null as crossed_over
      from to_reporting
      union all
      select
        quotes.from_currency,
        quotes.quoted_date,
        quotes.rate * to_reporting.rate,
        quotes.provider,
        'crossed',
        quotes.to_currency
      from quotes
      join to_reporting
        on to_reporting.provider = quotes.provider
        and to_reporting.quoted_date = quotes.quoted_date
        and to_reporting.from_currency = quotes.to_currency
      where quotes.from_currency not in (quotes.to_currency, ${reporting})
    ),
    best as (
      select distinct on (currency, quoted_date) *
      from found
      order by
        currency,
        quoted_date,
        array_position(${value(providers)}::text[], provider) nulls last,
        array_position(array['direct', 'inverse', 'crossed'], method),
        provider,
        crossed_over,
        rate
    ),
    periods as (
      select
        *,
        lead(quoted_date) over (partition by currency order by quoted_date) as next_quoted_date
      from best
    )
    select
      currency,
      day::date as rate_date,
      rate,
      quoted_date,
      day::date - quoted_date as age_days,
      provider,
      method,
      crossed_over
    from periods
    cross join lateral generate_series(
      quoted_date::timestamp,
      least(next_quoted_date - 1, quoted_date + ${value(withinDays)}),
      interval '1 day'
    ) day`,
})
