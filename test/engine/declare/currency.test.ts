import { expect, test } from 'vitest'
import { minorDigits, minorUnits, secondsOfUtc } from '#engine'
import { useDatabase } from '../../harness/database.ts'

const db = useDatabase()

test('TypeScript and SQL agree on how many decimals each currency has', async () => {
  const codes = Intl.supportedValuesOf('currency')
  const { rows } = await db.pool.query<{ code: string; units: string }>(
    'select code, trim_scale(ops.major_units(1000, lower(code)))::text as units from unnest($1::text[]) code',
    [codes],
  )
  expect(rows).toEqual(codes.map((code) => ({ code, units: String(1000 / 10 ** minorDigits(code)) })))
  const digits = await db.pool.query('select ops.minor_digits(code) as digits from unnest($1::text[]) code', [
    codes,
  ])
  expect(digits.rows).toEqual(codes.map((code) => ({ digits: minorDigits(code) })))
})

test.each([
  ['£1,234.50', 'GBP', 123_450],
  ['5', 'gbp', 500],
  ['-0.01', 'EUR', -1],
  ['($2.5)', 'USD', -250],
  ['500', 'JPY', 500],
  ['¥500.00', 'JPY', 500],
  ['1.234', 'KWD', 1234],
  ['', 'GBP', null],
  [undefined, 'GBP', null],
  ['1.005', 'GBP', '1.005'],
  ['1.234,50', 'EUR', '1.234,50'],
  ['free', 'GBP', 'free'],
])('%s in %s is %s of its smallest unit, or is returned unchanged', (written, currency, expected) => {
  expect(minorUnits(written, currency)).toBe(expected)
})

test.each([
  ['2026-01-31 10:15', 1_769_854_500],
  ['2026-01-31 10:15:30', 1_769_854_530],
  ['2026-02-31 10:15', '2026-02-31 10:15'],
  ['31/01/2026', '31/01/2026'],
  ['', null],
])('%s is %s seconds since 1970', (written, expected) => {
  expect(secondsOfUtc(written)).toBe(expected)
})
