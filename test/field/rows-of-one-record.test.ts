import fc from 'fast-check'
import { expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { loadInput, loadText } from './field.ts'

const db = useDatabase()

const header =
  'Date,Time,Time Zone,Item,Qty,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Event Type,Location,Notes'
const item = (sale: string, pounds: number, note = '') =>
  `2026-03-04,10:15:00,London,Item ${pounds},1,£${pounds}.00,£0.00,£${pounds}.00,£0.00,${sale},Payment,Leeds,${note}`
const totals = async () =>
  Object.fromEntries(
    (
      await db.pool.query(
        `select id, (total_money -> 'amount')::int / 100 as pounds from raw.square__orders order by id`,
      )
    ).rows.map((row) => [row.id, row.pounds]),
  )

test('rows of one sale that stand apart are one sale', async () => {
  await loadInput(db.pool, 'square.orders', '03-square-rows-apart/items.csv')
  expect(await totals()).toEqual({ TXA: 25, TXB: 7 })
  const together = await loadInput(db.pool, 'square.orders', '03-square-rows-apart/items-together.csv')
  expect(together).toMatchObject({ read: 2, unchanged: 2 })
})

test('in whatever order the rows of sales are, their totals are the same', async () => {
  const sales = fc.dictionary(
    fc.constantFrom('R1', 'R2', 'R3', 'R4'),
    fc.array(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 4 }),
    { minKeys: 1 },
  )
  await fc.assert(
    fc.asyncProperty(
      sales.chain((of) => {
        const rows = Object.entries(of).flatMap(([sale, prices]) =>
          prices.map((pounds, n) => item(sale, pounds, `row ${n}`)),
        )
        return fc.tuple(fc.constant(of), fc.shuffledSubarray(rows, { minLength: rows.length }))
      }),
      async ([of, rows]) => {
        await db.pool.query('delete from raw.square__orders')
        await loadText(db.pool, 'square.orders', 'items.csv', [header, ...rows].join('\n'))
        expect(await totals()).toEqual(
          Object.fromEntries(
            Object.entries(of).map(([sale, prices]) => [sale, prices.reduce((a, b) => a + b)]),
          ),
        )
      },
    ),
    { numRuns: 8 },
  )
})

test('a sale that an appended export repeats is not counted twice without a word', async () => {
  await db.pool.query('delete from raw.square__orders')
  const rows = [item('D1', 5), item('D1', 7), item('D2', 3), item('D1', 5), item('D1', 7)]
  const result = await loadText(db.pool, 'square.orders', 'twice.csv', [header, ...rows].join('\n'))
  expect(result).toMatchObject({ read: 2, loaded: 1, quarantined: 1, reasons: [{ code: 'ambiguous-rows' }] })
  expect(await totals()).toEqual({ D2: 3 })
})

const orderHeader =
  'Name,Email,Financial Status,Paid at,Currency,Subtotal,Shipping,Taxes,Total,Created at,Lineitem quantity,Lineitem name,Lineitem price,Id,Source'
const first = (name: string, id: number, subtotal: number, price: number) =>
  `${name},a@b.example,paid,2026-03-04 10:15:00 +0000,GBP,${subtotal}.00,0.00,0.00,${subtotal}.00,2026-03-04 10:14:58 +0000,1,P${price},${price}.00,${id},web`
const other = (name: string, price: number) => `${name},,,,,,,,,,1,P${price},${price}.00,,`
const orders = async () =>
  (
    await db.pool.query(
      `select id::int, jsonb_array_length(line_items) as lines from raw.shopify__orders order by id`,
    )
  ).rows

test('the row with the totals of an order may stand anywhere, and two orders of one name stay two', async () => {
  const load = async (rows: readonly string[]) => {
    await loadText(db.pool, 'shopify.orders', 'orders.csv', [orderHeader, ...rows].join('\n'))
    const found = await orders()
    await db.pool.query('delete from raw.shopify__orders')
    return found
  }
  const sorted = [first('#1', 1, 30, 10), other('#1', 20), first('#2', 2, 5, 5)]
  const expected = [
    { id: 1, lines: 2 },
    { id: 2, lines: 1 },
  ]
  expect(await load(sorted)).toEqual(expected)
  expect(await load([other('#1', 20), first('#2', 2, 5, 5), first('#1', 1, 30, 10)])).toEqual(expected)
  const ofTwoShops = [first('#1', 1, 30, 10), other('#1', 20), first('#1', 2, 5, 5)]
  expect(await load(ofTwoShops)).toEqual(expected)
  const mixed = [first('#1', 1, 30, 10), first('#1', 2, 9, 5), first('#3', 3, 1, 1), other('#1', 20)]
  expect(await load(mixed)).toEqual([{ id: 3, lines: 1 }])
})

test('a file that does not fit in memory gives the same records', async () => {
  await db.pool.query('drop table if exists raw.square__orders cascade; truncate ops.entities cascade')
  const note = 'x'.repeat(500)
  const count = 20_000
  const rows = Array.from({ length: count }, (_, n) => item(`B${n % 5_000}`, 1 + (n % 7), `${n} ${note}`))
  const result = await loadText(db.pool, 'square.orders', 'big.csv', [header, ...rows].join('\n'))
  expect(result).toMatchObject({ read: 5_000, loaded: 5_000 })
  const { rows: sums } = await db.pool.query(
    `select sum((total_money -> 'amount')::int) / 100 as pounds, min(jsonb_array_length(line_items)) as lines from raw.square__orders`,
  )
  const pounds = Array.from({ length: count }, (_, n) => 1 + (n % 7)).reduce((a, b) => a + b)
  expect(sums.map((row) => [Number(row.pounds), row.lines])).toEqual([[pounds, 4]])
})
