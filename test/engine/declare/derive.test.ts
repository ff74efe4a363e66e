import fc from 'fast-check'
import { expect, test } from 'vitest'
import { derive, flag, id, integer, sql, text, transform } from '#engine'
import { build } from '../../../engine/build/build.ts'
import { describeGraph } from '../../../engine/graph/check.ts'
import { Graph } from '../../../engine/graph/graph.ts'
import { cloneDatabase, useDatabase } from '../../harness/database.ts'
import { putItems, stg_items, tiny, warehouseOf } from '../tiny.ts'

const db = useDatabase()

const lengths = derive({
  from: ['written'],
  adds: ['length', 'is_empty', 'echo'],
  with: ({ written }) => ({ length: written?.length ?? 0, is_empty: !written, echo: written }),
  code: [import.meta.filename],
})
const derived = transform('staging.derived', {
  description: 'Text and its length.',
  grain: ['item'],
  columns: {
    item: id('Item'),
    echo: text('The text').orNull(),
    length: integer('UTF-16 code units'),
    is_empty: flag('Whether the text is empty'),
  },
  derive: lengths,
  query: sql`select item, nullif(item, 'null') as written from ${tiny.items}`,
})

test('derived columns and passed text arrive unchanged, whatever characters the text has', async () => {
  const texts = fc.uniqueArray(
    fc.string({ unit: 'binary' }).filter((t) => !t.includes('\0') && t.isWellFormed()),
  )
  await fc.assert(
    fc.asyncProperty(texts, async (items) => {
      const clone = await cloneDatabase()
      try {
        const written = [...items, 'null', '\\N', 'a\tb\nc\\d\r']
        await putItems(clone.pool, Object.fromEntries(written.map((item) => [item, 1])))
        await build(clone.pool, warehouseOf(derived), { jobs: 1 })
        const { rows } = await clone.pool.query('select * from staging.derived')
        const expected = [...new Set(written)].map((item) => {
          const echo = item === 'null' ? null : item
          return { item, echo, length: echo?.length ?? 0, is_empty: !echo }
        })
        expect(rows).toHaveLength(expected.length)
        expect(rows).toEqual(expect.arrayContaining(expected))
      } finally {
        await clone.drop()
      }
    }),
    { numRuns: 4 },
  )
})

test('more jobs than the pool has connections for do not deadlock', async () => {
  await putItems(db.pool, { a: 1 })
  const many = Array.from({ length: 12 }, (_, i) => {
    const shortName = `derived_${i}`
    return { ...derived, name: `staging.${shortName}`, shortName }
  })
  const { built } = await build(db.pool, warehouseOf(...many), { jobs: 12 })
  expect(built).toBe(12)
})

test('a function that throws fails the build, and the next build works', async () => {
  await putItems(db.pool, { a: 1 })
  const broken = {
    ...derived,
    derive: {
      ...lengths,
      codeHash: 'other',
      asOf: () => () => {
        throw new Error('no such thing')
      },
    },
  }
  await expect(build(db.pool, warehouseOf(broken), { jobs: 1 })).rejects.toThrow('no such thing')
  await build(db.pool, warehouseOf(derived), { jobs: 1 })
  expect((await db.pool.query('select count(*)::int as n from staging.derived')).rows).toEqual([{ n: 1 }])
})

test('check finds columns that are both derived and in the query, and inputs that are missing or not text', async () => {
  const wrong = { ...derived, query: sql`select item, 1 as written, item as echo from ${stg_items}` }
  const client = await db.pool.connect()
  const problems = await describeGraph(client, new Graph([stg_items, wrong])).finally(() => client.release())
  expect(problems.map((problem) => problem.message)).toEqual([
    'column written, from which others are derived, is integer; it must be text',
    'column echo is derived, so the query must not have it',
  ])
})
