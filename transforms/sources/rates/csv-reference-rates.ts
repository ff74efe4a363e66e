import type { CsvRow } from '#engine'

/*
 * The euro's reference rates as the European Central Bank publishes them: `eurofxref-hist.csv`, with a row for each bank
 * day, and `eurofxref.csv`, with one row and its day in words. There is a column for each currency, and `N/A` where the
 * currency was not quoted.
 */

const months = [
  'january',
  'february',
  'march',
  'april',
  'may',
  'june',
  'july',
  'august',
  'september',
  'october',
  'november',
  'december',
]
const isCurrency = /^[A-Z]{3}$/

/** `25 November 2026` in ISO 8601; anything else as it is. */
function isoDay(written: string): string {
  const [, day = '', month = '', year] = /^(\d{1,2}) (\p{L}+) (\d{4})$/u.exec(written) ?? []
  const number = months.indexOf(month.toLowerCase()) + 1
  return number === 0 ? written : `${year}-${String(number).padStart(2, '0')}-${day.padStart(2, '0')}`
}

export const referenceRates = {
  header: ['Date', 'USD', 'GBP'],
  rowsOf: ({ Date: day = '', ...cells }: CsvRow): CsvRow[] =>
    Object.entries(cells).flatMap(([currency, cell]) => {
      const rate = cell.trim()
      const isQuoted = isCurrency.test(currency) && rate !== '' && rate !== 'N/A'
      return isQuoted ? [{ day: isoDay(day.trim()), currency, rate }] : []
    }),
  record: ([row = {}]: readonly CsvRow[]) => ({
    day: row.day,
    from: 'EUR',
    to: row.currency,
    rate: row.rate,
    provider: 'ECB',
  }),
}
