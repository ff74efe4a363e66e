import { type Expectation, returnsNone, type Sql, sql, value, warns } from '#engine'
import { company } from '#settings'
import { fct_exchange_rates } from '../fct_exchange_rates.ts'

/*
 * Conversion to the reporting currency, the same in all facts:
 *
 *     select ${converted(sql`p.amount`, sql`p.currency`)} as paid_amount
 *     from … p
 *     ${exchangeRate(sql`p.currency`, sql`p.paid_date`)}
 *
 * A converted amount has four decimals, whatever the currencies have, so that amounts which were rounded one by one, such
 * as those of lines, add up to the total of their order. Only reports round to pennies or yen. The rate is that of the
 * amount's own day: a refund has the rate of the day on which it was made.
 */

/** Joins the rate of a currency on a day, as `exchange`. */
export const exchangeRate = (currency: Sql, day: Sql) => sql`
    left join ${fct_exchange_rates} exchange
      on exchange.currency = ${currency}
      and exchange.rate_date = ${day}`

/** What the reporting currency pays for one unit of the currency; null if there is no rate. */
export const rateOf = (currency: Sql) =>
  sql`case when ${currency} = ${value(company.currency)} then 1 else exchange.rate end`

/** An amount in the reporting currency; null if there is no rate. */
export const converted = (amount: Sql, currency: Sql) => sql`round(${amount} * ${rateOf(currency)}, 4)`

/** Warns of the currencies and days without a rate, in a fact with these columns. */
export const hasRates = (day: Sql, original: Sql, amount: Sql): Expectation<'currency: text'> =>
  warns({
    ...returnsNone(
      'every amount has an exchange rate',
      (self) => sql`
        select
          currency,
          min(${day}) as first_date,
          max(${day}) as last_date,
          count(distinct ${day}) as days,
          count(*) as rows
        from ${self}
        where ${amount} is null
          and ${original} is not null
        group by currency`,
    ),
    on: ['currency: text'],
  })
