import { readFileSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { procedure, publishedQuery, returnsNone, Sql, sql, type Transform, text, transform } from '#engine'
import { build } from '../../../engine/build/build.ts'
import { loadWarehouse } from '../../../engine/graph/catalogue.ts'
import { describeGraph } from '../../../engine/graph/check.ts'
import { Graph } from '../../../engine/graph/graph.ts'
import { loadPublishedQueries } from '../../../engine/graph/published-queries.ts'
import { useDatabase } from '../../harness/database.ts'
import { numberColumns, putItems, stg_items, warehouseOf } from '../tiny.ts'

const db = useDatabase()
const root = join(import.meta.dirname, '../../..')

async function problemsOf(graph: Graph, queries: Parameters<typeof describeGraph>[2] = []) {
  const client = await db.pool.connect()
  const problems = await describeGraph(client, graph, queries).finally(() => client.release())
  return problems.map(({ message, at }) => ({ message, at }))
}
beforeAll(async () => {
  await putItems(db.pool, { a: 1 })
  await build(db.pool, warehouseOf(stg_items), {})
})

const spec = { description: 'A table', grain: ['item'], columns: numberColumns } as const
const ofOne = (t: Transform) => problemsOf(new Graph([stg_items, t]))
const rows = sql`select item, amount from ${stg_items}`

test.each([
  ['from', sql`select item, amount from staging.stg_items`],
  ['quoted', sql`select item, amount from "staging" . "stg_items"`],
  [
    'in a comma join, in capitals, after a comment',
    sql`select i.item, i.amount from ${stg_items} i, /* yesterday's */ STAGING.Stg_Items d`,
  ],
  ['in a subquery', sql`select item, (select 1.0 from pii.stg_items limit 1) as amount from ${stg_items}`],
  [
    'a fragment',
    sql`select item, amount from (${sql`select '1' as item, 1.0 as amount from staging.stg_items`}) x`,
  ],
])('a relation written out by name is refused: %s', async (_, query) => {
  const problems = await ofOne(transform('marts.x', { ...spec, query }))
  expect(problems[0]?.message).toMatch(/^(staging|pii)\.stg_items is written out by name\. Import stg_items/)
  expect(problems[0]?.at).toMatch(/written-names\.test\.ts:\d+$/)
})

test('in a test, on publication and in a procedure too', async () => {
  const named = sql`select from staging.stg_items`
  const inTest = transform('marts.x', { ...spec, query: rows, tests: [returnsNone('none', () => named)] })
  expect((await ofOne(inTest))[0]?.message).toMatch(/^staging\.stg_items is written out by name/)
  const onPublish = transform('marts.x', { ...spec, query: rows, onPublish: () => [named] })
  expect((await ofOne(onPublish))[0]?.message).toMatch(/^staging\.stg_items is written out by name/)
  const inProcedure = transform('marts.x', {
    ...spec,
    query: procedure({
      reads: [],
      code: [],
      run: async ({ client, nameOf, into }) => {
        await client.query(
          `insert into ${nameOf(into)} select item, amount from staging.stg_items where false`,
        )
      },
    }),
  })
  expect((await ofOne(inProcedure)).map(({ message }) => message)).toContainEqual(
    expect.stringMatching(/^its procedure writes out staging\.stg_items by name/),
  )
})

test('a published query must interpolate its relations as well', async () => {
  const query = publishedQuery('test.items', {
    columns: { item: text('Item') },
    query: () => sql`select item from staging.stg_items`,
  })
  expect((await problemsOf(new Graph([stg_items]), [query]))[0]?.message).toMatch(
    /^staging\.stg_items is written/,
  )
})

test.each(['now()', 'current_date::text', 'clock_timestamp ( )', 'LocalTimestamp', 'random()'])(
  'SQL that reads a clock is refused: %s',
  async (expression) => {
    const query = new Sql(
      [`select i.item, i.amount from `, ` i where ${expression} is not null`],
      [stg_items],
      null,
    )
    expect((await ofOne(transform('marts.x', { ...spec, query })))[0]?.message).toMatch(
      /gives other rows each time/,
    )
  },
)

test('code that makes rows reads no clock', async () => {
  const files = await Promise.all(
    ['transforms', 'normalise', 'analytics'].map(async (folder) => {
      const names = await readdir(join(root, folder), { recursive: true })
      return names.filter((name) => name.endsWith('.ts')).map((name) => join(root, folder, name))
    }),
  )
  const reading = files
    .flat()
    .filter((file) => /new Date\(\)|Date\.now\(|Temporal\.Now/.test(readFileSync(file, 'utf8')))
  expect(reading).toEqual([])
})

test('an alias, a string and a comment are no relations', async () => {
  const query = sql`
    select raw.item, raw.amount -- from staging.stg_items
    from ${stg_items} raw
    where raw.item <> 'from staging.stg_items'`
  expect(await ofOne(transform('marts.x', { ...spec, query }))).toEqual([])
})

test('everything that is shipped interpolates its relations', async () => {
  const { graph } = await loadWarehouse(join(root, 'transforms'))
  const folders = ['stewardship', 'evaluation', 'services'].map((room) => join(root, room))
  expect(await problemsOf(graph, await loadPublishedQueries(folders))).toEqual([])
})
