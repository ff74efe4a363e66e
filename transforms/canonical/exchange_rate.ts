import { canonical, day, decimal, holds, id, key, sql, text } from '#engine'

/** What one unit of a currency costs in another. */
export const exchange_rate = canonical('exchange_rate', {
  description: 'An exchange rate of one day, as one provider has it',
  columns: {
    exchange_rate_key: key('Surrogate key of the rate'),
    source: id('Source system'),
    provider: text('Who says so, such as a bank'),
    rate_date: day('The bank day that it is of'),
    from_currency: id('Currency that is bought, ISO 4217, in capitals'),
    to_currency: id('Currency that it is paid in, ISO 4217, in capitals'),
    rate: decimal('How much of the second currency one unit of the first costs'),
  },
  tests: [holds('a rate is above zero', sql`rate > 0`)],
})
