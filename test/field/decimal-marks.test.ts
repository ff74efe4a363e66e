import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type DecimalMark, withPoint } from '#engine'
import { useDatabase } from '../harness/database.ts'
import { loadInput, loadText } from './field.ts'

const db = useDatabase()

const amounts = async (table: string, column: string) =>
  (await db.pool.query(`select ${column}::text as amount from raw.${table} order by _key`)).rows.map(
    (row) => row.amount,
  )
const charges = (rows: readonly string[]) =>
  ['id;Created date (UTC);Amount;Amount Refunded;Currency;Captured;Status;Customer ID', ...rows].join('\n')
const charge = (id: string, amount: string, currency = 'eur') =>
  `ch_${id};2026-03-04 10:15:00;${amount};0;${currency};true;Paid;cus_1`

/** Writes an amount as people of one country do. */
function written(units: bigint, decimals: string, mark: DecimalMark, grouping: string): string {
  const whole = units.toString().replace(/\B(?=(\d{3})+$)/g, grouping)
  return decimals === '' ? whole : `${whole}${mark}${decimals}`
}

test('a column with a decimal comma is read as it is meant', async () => {
  await loadInput(db.pool, 'stripe.charges', '01-stripe-decimal-comma/payments.csv')
  expect(await amounts('stripe__charges', 'amount')).toEqual(['2900', '125050'])
  const thousands = await loadInput(
    db.pool,
    'stripe.charges',
    '01-stripe-decimal-comma/payments-thousands.csv',
  )
  expect(thousands).toMatchObject({ read: 3, quarantined: 0 })
  expect(await amounts('stripe__charges', 'amount')).toEqual(['2900', '125000', '125050'])
})

test('a column that shows no mark, or both, is refused with what to do', async () => {
  const load = (rows: readonly string[], decimal?: DecimalMark) =>
    loadText(db.pool, 'stripe.charges', 'c.csv', charges(rows), decimal ? { decimal } : {})
  const doubtful = [charge('d1', '1,250'), charge('d2', '900')]
  await expect(load(doubtful)).rejects.toMatchObject({
    code: 'decimal-mark',
    message: expect.stringContaining('1,250 in line 2 can be read either way'),
  })
  const both = [charge('d3', '12.50'), charge('d4', '7,25')]
  await expect(load(both)).rejects.toMatchObject({ code: 'decimal-mark' })
  expect(await load(doubtful, ',')).toMatchObject({ loaded: 2 })
  expect(await load([charge('d5', '1,250')], '.')).toMatchObject({ loaded: 1 })
  expect(await load(both, '.')).toMatchObject({
    loaded: 1,
    quarantined: 1,
    reasons: [{ field: 'Amount', example: '"7,25" is not written with a decimal point' }],
  })
  const { rows } = await db.pool.query(
    `select id, amount from raw.stripe__charges where id ~ '^ch_d[0-9]' order by id`,
  )
  expect(rows).toEqual([
    { id: 'ch_d1', amount: '125' },
    { id: 'ch_d2', amount: '90000' },
    { id: 'ch_d3', amount: '1250' },
    { id: 'ch_d5', amount: '125000' },
  ])
  // quarantined with the mark of its file, so a replay reads it as the load did
  const { rows: kept } = await db.pool.query(
    `select format from ops.loads where entity = 'stripe.charges' and quarantined_count > 0`,
  )
  expect(kept[0].format.decimals).toMatchObject({ Amount: '.' })
})

test('evidence that comes after a doubtful amount decides it', async () => {
  const rows = Array.from({ length: 3_000 }, (_, n) => charge(`e${n}`, n === 2_999 ? '3,5' : '1.250'))
  await loadText(db.pool, 'stripe.charges', 'late.csv', charges(rows))
  const { rows: found } = await db.pool.query(
    `select amount, count(*)::int as count from raw.stripe__charges where id like 'ch_e%' group by 1 order by 1`,
  )
  expect(found).toEqual([
    { amount: '350', count: 1 },
    { amount: '125000', count: 2_999 },
  ])
})

test('exports and plain columns of every source are read with the mark of their column', async () => {
  const items = [
    'Date,Time,Time Zone,Item,Qty,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Event Type,Location',
    '2026-03-04,10:15:00,London,Tea,"1,5","£1.234,50","£0,00","£1.234,50","£0,00",TXC,Payment,Leeds',
  ]
  expect(await loadText(db.pool, 'square.orders', 'items.csv', items.join('\n'))).toMatchObject({ loaded: 1 })
  const { rows } = await db.pool.query(
    `select total_money -> 'amount' as total, line_items #>> '{0,quantity}' as quantity from raw.square__orders`,
  )
  expect(rows).toEqual([{ total: 123450, quantity: '1.5' }])
  const lines = [
    'InvoiceNo;StockCode;Description;Quantity;InvoiceDate;UnitPrice;CustomerID;Country',
    '700001;20001;RED CANDLE;6;2026-03-04 08:26:00;2,10;17001;United Kingdom',
    '700001;20002;GOLD CANDLE;1;2026-03-04 08:26:00;1.250;17001;United Kingdom',
  ]
  await loadText(db.pool, 'online_retail.transactions', 'lines.csv', lines.join('\n'))
  const { rows: prices } = await db.pool.query(
    'select "UnitPrice"::float as price from raw.online_retail__transactions order by price',
  )
  expect(prices).toEqual([{ price: 2.1 }, { price: 1250 }])
})

test('whatever amounts a column holds, they are read as they were written, or the column is refused', async () => {
  const amount = fc.record({
    units: fc.bigInt({ min: 0n, max: 9_999_999n }),
    decimals: fc.constantFrom('', '5', '05', '00', '125'),
  })
  const locale = fc.constantFrom<readonly [DecimalMark, string]>(
    ...([
      [',', '.'],
      ['.', ','],
      [',', '\u00a0'],
      ['.', '’'],
      [',', ''],
      ['.', ''],
    ] as const),
  )
  await fc.assert(
    fc.asyncProperty(
      fc.array(amount, { minLength: 1, maxLength: 6 }),
      locale,
      async (column, [mark, grouping]) => {
        await db.pool.query(
          'drop table if exists raw.online_retail__transactions cascade; truncate ops.entities cascade',
        )
        const text = [
          'InvoiceNo;StockCode;Description;Quantity;InvoiceDate;UnitPrice;CustomerID;Country',
          ...column.map(
            ({ units, decimals }, n) =>
              `${n};1;A;1;2026-03-04 08:26:00;${written(units, decimals, mark, grouping)};1;Chile`,
          ),
        ].join('\n')
        const load = loadText(db.pool, 'online_retail.transactions', 'any.csv', text)
        const result = await load.catch((error: unknown) => error)
        if (result instanceof Error) expect(result).toMatchObject({ code: 'decimal-mark' })
        else {
          const { rows } = await db.pool.query(
            'select "UnitPrice"::float as price from raw.online_retail__transactions order by "InvoiceNo"::int',
          )
          expect(rows.map((row) => row.price)).toEqual(
            column.map(({ units, decimals }) => Number(`${units}.${decimals || 0}`)),
          )
        }
      },
    ),
    { numRuns: 8 },
  )
})

test.each([
  ['(1,234.50)', '.', '-1234.50'],
  ['1.234,50-', ',', '-1234.50'],
  ['R$ 1.234,50', ',', '1234.50'],
  ['−5,00 kr.', ',', '-5.00'],
  ['CHF 1’234.50', '.', '1234.50'],
  ['12,34,567.89', '.', '1234567.89'],
  ['1,23.5', '.', null],
  ['12e3', '.', null],
] as const)('%s with a decimal %s is %s', (text, mark, expected) => {
  expect(withPoint(text, mark)).toBe(expected)
})
