import fc from 'fast-check'
import { expect, test } from 'vitest'
import { notNegative, sql, transform, warns } from '#engine'
import { build } from '../../../engine/build/build.ts'
import { cloneDatabase } from '../../harness/database.ts'
import {
  stg_items as asTheyCame,
  numberColumns,
  putItems,
  readItems,
  sumOf,
  tiny,
  warehouseOf,
} from '../tiny.ts'

/** Its items are counted by their first letter, so that `a1` and `a2` break the grain. */
const stg_items = transform('staging.stg_items', {
  description: 'Numbers by the first letter of their item.',
  grain: ['item'],
  columns: numberColumns,
  tests: [notNegative('amount')],
  query: sql`select left(item, 1) || substr(item, 3) as item, amount from ${tiny.items}`,
})

test('rows that fail by themselves are set aside and counted, and all others are published', async () => {
  const amount = fc.integer({ min: -2, max: 9 })
  const item = fc.constantFrom('a1', 'a2', 'b1', 'c1', 'c2', 'd1', `e1${'x'.repeat(700)}`)
  const items = fc.dictionary(item, amount, { minKeys: 1 })
  const warehouse = warehouseOf(stg_items, sumOf('total', [stg_items], 0))
  await fc.assert(
    fc.asyncProperty(items, async (written) => {
      const db = await cloneDatabase()
      try {
        await putItems(db.pool, written)
        const { setAside } = await build(db.pool, warehouse, { jobs: 2 })
        const good = Object.entries(written).filter(([name, value]) => name.length < 600 && value >= 0)
        const letters = good.map(([name]) => name.slice(0, 1))
        const alone = good.filter(([name]) => letters.filter((letter) => letter === name[0]).length === 1)
        const expected = Object.fromEntries(alone.map(([name, value]) => [name.slice(0, 1), value]))
        expect(await readItems(db.pool, 'marts.total')).toEqual(expected)
        const total = setAside.reduce((sum, { rowCount }) => sum + rowCount, 0)
        expect(total).toBe(Object.keys(written).length - alone.length)
        const kept = await db.pool.query('select count(*)::int as rows from ops.test_failures')
        expect(kept.rows).toEqual([{ rows: total }])
      } finally {
        await db.drop()
      }
    }),
    { numRuns: 6 },
  )
})

test('if many rows fail, nothing is published', async () => {
  const db = await cloneDatabase()
  try {
    const names = Array.from({ length: 200 }, (_, i) => String.fromCodePoint(0x4e00 + i))
    await putItems(db.pool, Object.fromEntries(names.map((name, i) => [name, i < 21 ? -1 : 1])))
    await expect(build(db.pool, warehouseOf(stg_items), { jobs: 2 })).rejects.toThrow(
      /staging\.stg_items failed its tests.*not negative: amount \(21 rows/,
    )
  } finally {
    await db.drop()
  }
})

test('rows that a test warns of are published, and every build names them until they are gone', async () => {
  const db = await cloneDatabase()
  try {
    const total = sumOf('total', [asTheyCame], 0, [warns(notNegative('amount'))])
    const buildNow = () => build(db.pool, warehouseOf(asTheyCame, total), { jobs: 2 })
    await putItems(db.pool, { a: -1, b: 2, c: -3 })
    const warning = { relation: 'marts.total', test: 'not negative: amount', rowCount: 2 }
    expect(await buildNow()).toMatchObject({ setAside: [], warnings: [warning] })
    expect(await readItems(db.pool, 'marts.total')).toEqual({ a: -1, b: 2, c: -3 })
    expect(await buildNow()).toMatchObject({ runId: null, warnings: [warning] })
    const { rows } = await db.pool.query(
      `select severity, failed_count::int as rows, (select count(*)::int from ops.test_failures) as kept
       from ops.test_results where test = 'not negative: amount'`,
    )
    expect(rows).toEqual([{ severity: 'warning', rows: 2, kept: 2 }])
    await putItems(db.pool, { a: 1, c: 3 })
    expect(await buildNow()).toMatchObject({ warnings: [] })
  } finally {
    await db.drop()
  }
})
