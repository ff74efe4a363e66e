import fc from 'fast-check'
import { expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { buildAll, loadInput, loadText } from './field.ts'

const db = useDatabase('built')

test('a file that a spreadsheet saved again counts once', async () => {
  await loadInput(db.pool, 'online_retail.transactions', '20-resaved-file/original.csv')
  const again = await loadInput(db.pool, 'online_retail.transactions', '20-resaved-file/resaved.csv')
  expect(again).toMatchObject({ read: 2, loaded: 0, unchanged: 2 })
  await buildAll(db.pool)
  const { rows } = await db.pool.query(
    `select sum(net_amount)::float as net, count(distinct customer_key)::int as customers from warehouse.fct_orders`,
  )
  expect(rows).toEqual([{ net: 24.6, customers: 1 }])
})

const header = 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country'
const load = (rows: readonly (readonly string[])[]) =>
  loadText(
    db.pool,
    'online_retail.transactions',
    'lines.csv',
    [header, ...rows.map((row) => row.join(','))].join('\n'),
  )

test('however a spreadsheet writes the same values, they are the same rows', async () => {
  const zeros = fc.constantFrom('', '00')
  const row = fc.record({
    invoice: fc.integer({ min: 1_000_000, max: 9_999_999 }),
    pence: fc.integer({ min: 1, max: 9_999 }),
    minute: fc.integer({ min: 10, max: 59 }),
    suffixes: fc.tuple(...Array.from({ length: 3 }, () => fc.constantFrom('', '.0', '.00'))),
    priceZeros: zeros,
    separator: fc.constantFrom(' ', 'T'),
    seconds: fc.constantFrom('', ':00', ':00.000'),
  })
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(row, { minLength: 1, maxLength: 8, selector: (one) => one.invoice }),
      async (rows) => {
        const plain = rows.map(({ invoice, pence, minute }) => [
          ...[`${invoice}`, '20001', 'RED CANDLE', '6', `2026-03-04 08:${minute}:00`],
          ...[(pence / 100).toFixed(2), '17001', 'United Kingdom'],
        ])
        const saved = rows.map(({ invoice, pence, minute, suffixes: [a, b, c], ...written }) => [
          ...[`${invoice}${a}`, `20001${b}`, 'RED CANDLE', '6.0'],
          `2026-03-04${written.separator}08:${minute}${written.seconds}`,
          ...[`${(pence / 100).toFixed(2)}${written.priceZeros}`, `17001${c}`, 'United Kingdom'],
        ])
        await load(plain)
        expect(await load(saved)).toMatchObject({ loaded: 0, unchanged: rows.length, quarantined: 0 })
      },
    ),
    { numRuns: 8 },
  )
})

test('an identifier of which digits are lost is quarantined', async () => {
  const row = (customer: string) => ['1', '1', 'A', '1', '2026-03-04 08:26:00', '1.00', customer, 'Chile']
  expect(await load([row('1.7001E+12'), row('17001')])).toMatchObject({ loaded: 1, quarantined: 1 })
})
