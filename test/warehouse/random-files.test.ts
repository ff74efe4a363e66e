import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { build } from '../../engine/build/build.ts'
import { loadWarehouse, type Warehouse } from '../../engine/graph/catalogue.ts'
import { loadFile } from '../../engine/loading/load.ts'
import { online_retail } from '../../transforms/sources/online_retail/online_retail.ts'
import { cloneDatabase } from '../harness/database.ts'

let folder: string
let warehouse: Warehouse
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'clientele-files-'))
  warehouse = await loadWarehouse(join(import.meta.dirname, '../../transforms'))
})
afterAll(() => rm(folder, { recursive: true }))

const number = fc.integer({ min: 536_365, max: 536_380 })
const good = fc.record({
  invoice: fc.oneof(
    { weight: 6, arbitrary: number.map(String) },
    { weight: 2, arbitrary: number.map((n) => `C${n}`) },
    { weight: 1, arbitrary: number.map((n) => `A${n}`) },
  ),
  stock: fc.constantFrom(
    '85123A',
    '22423',
    'POST',
    'D',
    'M',
    'S',
    'gift_0001_20',
    'TEST001',
    'DCGS0076',
    'AMAZONFEE',
    '??',
  ),
  description: fc.constantFrom(
    '',
    'WHITE HANGING HEART, T-LIGHT HOLDER',
    'said "lost"',
    'Café £5',
    ' wet\nboxes ',
  ),
  quantity: fc.integer({ min: -80_995, max: 80_995 }),
  time: fc.date({ min: new Date('2010-12-01'), max: new Date('2011-12-09'), noInvalidDate: true }),
  /** Thousandths of a pound. */
  price: fc.oneof(fc.constant(0), fc.integer({ min: -11_062_060, max: 38_970_000 })),
  customer: fc.constantFrom('', '12346', '17850', '13047', '12748'),
  country: fc.constantFrom('United Kingdom', 'EIRE', 'Curaçao'),
})
const bad = fc.constantFrom('536365,85123A,X,lots,2010-12-01 08:26:00,2.55,17850,United Kingdom', 'C1,2,3')

const quoted = (text: string) => (/[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text)

test('whatever a file holds, its rows, quantity and money are in raw, facts and marts, or in quarantine', async () => {
  const files = fc.array(fc.oneof({ weight: 9, arbitrary: good }, { weight: 1, arbitrary: bad }), {
    minLength: 1,
    maxLength: 60,
  })
  await fc.assert(
    fc.asyncProperty(files, async (records) => {
      const db = await cloneDatabase('built')
      try {
        const lines = records.map((r) =>
          typeof r === 'string'
            ? r
            : [
                r.invoice,
                r.stock,
                quoted(r.description),
                r.quantity,
                r.time.toISOString().slice(0, 19).replace('T', ' '),
                (r.price / 1000).toFixed(3),
                r.customer,
                r.country,
              ].join(','),
        )
        const path = join(folder, 'file.csv')
        await writeFile(
          path,
          `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n${lines.join('\n')}\n`,
        )
        const kept = records.flatMap((r) => (typeof r === 'string' ? [] : [r]))
        const quantity = kept.reduce((sum, r) => sum + r.quantity, 0)
        const thousandths = kept.reduce((sum, r) => sum + BigInt(r.quantity) * BigInt(r.price), 0n)
        const of = (test: boolean) =>
          kept.reduce(
            (sum, r) =>
              sum + (test === r.stock.startsWith('TEST') ? BigInt(r.quantity) * BigInt(r.price) : 0n),
            0n,
          )

        const result = await loadFile(db.pool, online_retail.transactions, path, { decimal: '.' })
        expect(result).toMatchObject({
          read: records.length,
          loaded: kept.length,
          quarantined: records.length - kept.length,
        })
        await build(db.pool, warehouse, { jobs: 2 })
        const { rows } = await db.pool.query(`
          select 'raw' as at, count(*)::text as rows, coalesce(sum("Quantity"), 0)::text as quantity,
            (coalesce(sum("Quantity" * "UnitPrice"), 0) * 1000)::bigint::text as thousandths from raw.online_retail__transactions
          union all select 'lines', count(*)::text, coalesce(sum(quantity), 0)::text, (coalesce(sum(net_amount + other_amount), 0) * 1000)::bigint::text
            from warehouse.fct_order_lines
          union all select 'orders', coalesce(sum(line_count), 0)::text, coalesce(sum(quantity), 0)::text,
            (coalesce(sum(net_amount + other_amount), 0) * 1000)::bigint::text from warehouse.fct_orders`)
        const expected = {
          rows: String(kept.length),
          quantity: String(quantity),
          thousandths: String(thousandths),
        }
        expect(rows).toEqual(['raw', 'lines', 'orders'].map((at) => ({ at, ...expected })))
        const mart = await db.pool.query(`
          select (select (coalesce(sum(lifetime_value_amount), 0) * 1000)::bigint from marts.mart_customer_ltv)::text as mart,
            (select (coalesce(sum(net_amount), 0) * 1000)::bigint from warehouse.fct_orders where is_test)::text as of_tests,
            (select (coalesce(sum(other_amount), 0) * 1000)::bigint from warehouse.fct_orders)::text as other`)
        const { mart: worth, of_tests: ofTests, other } = mart.rows[0]
        expect(BigInt(worth) + BigInt(ofTests) + BigInt(other)).toBe(thousandths)
        if (of(true) === 0n) expect(BigInt(worth) + BigInt(other)).toBe(of(false))
      } finally {
        await db.drop()
      }
    }),
    { numRuns: 5 },
  )
})
