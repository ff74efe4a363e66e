import { expect, test } from 'vitest'
import { rates } from '../../transforms/sources/rates/rates.ts'
import { shopify } from '../../transforms/sources/shopify/shopify.ts'
import { buildAll, loadText } from '../field/field.ts'
import { useDatabase } from '../harness/database.ts'
import { land, rowsOf } from '../sources/staged.ts'
import { order } from './shop-orders.ts'

const db = useDatabase('built')

/** As the bank publishes it: newest first, a column a currency, holes, and a comma at the end of each line. */
const history = `Date,USD,JPY,BGN,GBP,KWD,
2025-06-03,1.1400,163.55,1.9558,0.8400,0.3500,
2025-06-02,1.1420,163.00,1.9558,0.8450,N/A,
2025-05-30,1.1300,162.00,1.9558,0.8000,0.3600,
2025-05-16,1.1100,N/A,1.9558,0.8390,0.3400,
`
const latest = `Date, USD, JPY, BGN, GBP, KWD, 
04 June 2025, 1.1390, 16.925, 1.9558, 0.8420, 0.3510, 
`

test("the central bank's files load as they are, and the rate of the nearest earlier bank day counts", async () => {
  expect(await loadText(db.pool, 'rates.daily', 'eurofxref-hist.csv', history)).toMatchObject({
    loaded: 18,
    quarantined: 0,
  })
  expect(await loadText(db.pool, 'rates.daily', 'eurofxref.csv', latest)).toMatchObject({
    loaded: 5,
    quarantined: 0,
  })
  await land(db.pool, shopify.orders, [
    order('GBP', '2025-05-31T12:00:00Z', '10.00'),
    order('EUR', '2025-05-31T12:00:00Z', '10.00'),
    order('USD', '2025-06-01T12:00:00Z', '11.30'),
    order('JPY', '2025-06-02T12:00:00Z', '1630'),
    order('KWD', '2025-06-02T12:00:00Z', '3.600'),
    order('kwd', '2025-06-04T12:00:00Z', '1.001'),
    order('USD', '2025-05-25T12:00:00Z', '5.00'),
    order('ISK', '2025-06-02T12:00:00Z', '500'),
    order('ISK', '2025-06-03T12:00:00Z', '700', { test: true }),
  ])
  const { warnings } = await buildAll(db.pool)
  expect(
    await rowsOf(
      db.pool,
      `select currency, ordered_date::text as day, original_amount::float as original, net_amount, is_purchase
       from warehouse.fct_orders where excluded_because is null order by order_id::int`,
    ),
  ).toEqual([
    { currency: 'GBP', day: '2025-05-31', original: 10, net_amount: '10.0000', is_purchase: true },
    { currency: 'EUR', day: '2025-05-31', original: 10, net_amount: '8.0000', is_purchase: true },
    { currency: 'USD', day: '2025-06-01', original: 11.3, net_amount: '8.0000', is_purchase: true },
    { currency: 'JPY', day: '2025-06-02', original: 1630, net_amount: '8.4500', is_purchase: true },
    { currency: 'KWD', day: '2025-06-02', original: 3.6, net_amount: '8.0000', is_purchase: true },
    { currency: 'KWD', day: '2025-06-04', original: 1.001, net_amount: '2.4013', is_purchase: true },
    { currency: 'USD', day: '2025-05-25', original: 5, net_amount: null, is_purchase: true },
    { currency: 'ISK', day: '2025-06-02', original: 500, net_amount: null, is_purchase: true },
  ])
  expect(warnings).toEqual([
    {
      relation: 'warehouse.fct_order_lines',
      test: 'every amount has an exchange rate',
      rowCount: 2,
      sample: expect.stringContaining('"ISK"'),
    },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select reason, currency, order_count from marts.mart_left_out where reason = 'currency' order by currency`,
    ),
  ).toEqual([
    { reason: 'currency', currency: 'ISK', order_count: 1 },
    { reason: 'currency', currency: 'USD', order_count: 1 },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select rate_date::text as day, quoted_date::text as quoted, age_days, method, crossed_over
       from warehouse.fct_exchange_rates where currency = 'USD' and rate_date between '2025-05-22' and '2025-06-02'
       order by rate_date`,
    ),
  ).toEqual([
    { day: '2025-05-22', quoted: '2025-05-16', age_days: 6, method: 'crossed', crossed_over: 'EUR' },
    { day: '2025-05-23', quoted: '2025-05-16', age_days: 7, method: 'crossed', crossed_over: 'EUR' },
    { day: '2025-05-30', quoted: '2025-05-30', age_days: 0, method: 'crossed', crossed_over: 'EUR' },
    { day: '2025-05-31', quoted: '2025-05-30', age_days: 1, method: 'crossed', crossed_over: 'EUR' },
    { day: '2025-06-01', quoted: '2025-05-30', age_days: 2, method: 'crossed', crossed_over: 'EUR' },
    { day: '2025-06-02', quoted: '2025-06-02', age_days: 0, method: 'crossed', crossed_over: 'EUR' },
  ])
})

test('a currency has its name and the decimals with which it is written', async () => {
  expect(
    await rowsOf(
      db.pool,
      `select currency, currency_name as name, decimals, is_reporting from warehouse.dim_currency
       where currency in ('GBP', 'ISK', 'JPY', 'KWD', 'XXX') order by currency`,
    ),
  ).toEqual([
    { currency: 'GBP', name: 'British Pound', decimals: 2, is_reporting: true },
    { currency: 'ISK', name: 'Icelandic Króna', decimals: 0, is_reporting: false },
    { currency: 'JPY', name: 'Japanese Yen', decimals: 0, is_reporting: false },
    { currency: 'KWD', name: 'Kuwaiti Dinar', decimals: 3, is_reporting: false },
    { currency: 'XXX', name: 'Unknown', decimals: null, is_reporting: false },
  ])
})

test('a quoted rate wins over a computed one of the same day, and a rate that cannot be read waits', async () => {
  const rate = (provider: string, from: string, to: string, value: string, day = '2025-06-02') => ({
    provider,
    from,
    to,
    rate: value,
    day,
  })
  await land(db.pool, rates.daily, [
    rate('Treasury', 'USD', 'GBP', '0.7'),
    rate('Accounts', 'gbp', 'usd', '1.6'),
    rate('Accounts', 'GBP', 'JPY', '200', '2025-06-03'),
  ])
  const broken = await loadText(
    db.pool,
    'rates.daily',
    'eurofxref-hist.csv',
    'Date,USD,JPY,GBP,\n2025-06-05,none,160,0.84,\n',
  )
  expect(broken).toMatchObject({ loaded: 2, quarantined: 1, reasons: [{ field: 'rate' }] })
  await buildAll(db.pool)
  expect(
    await rowsOf(
      db.pool,
      `select currency, rate_date::text as day, provider, method, round(rate, 6)::float as rate
       from warehouse.fct_exchange_rates
       where (currency, rate_date) in (('USD', '2025-06-02'), ('JPY', '2025-06-03'), ('USD', '2025-06-05'))
       order by currency, rate_date`,
    ),
  ).toEqual([
    { currency: 'JPY', day: '2025-06-03', provider: 'Accounts', method: 'inverse', rate: 0.005 },
    { currency: 'USD', day: '2025-06-02', provider: 'Treasury', method: 'direct', rate: 0.7 },
    { currency: 'USD', day: '2025-06-05', provider: 'ECB', method: 'crossed', rate: 0.739245 },
  ])
})
