import { beforeAll, expect, test } from 'vitest'
import {
  arrayOf,
  canonical,
  day,
  decimal,
  every,
  id,
  instant,
  integer,
  key,
  type PublishedQuery,
  publishedQuery,
  sql,
  text,
  transform,
} from '#engine'
import { build } from '../../../engine/build/build.ts'
import { describeGraph } from '../../../engine/graph/check.ts'
import { Graph } from '../../../engine/graph/graph.ts'
import { useDatabase } from '../../harness/database.ts'
import { numberColumns, putItems, stg_items, tiny, warehouseOf } from '../tiny.ts'

const db = useDatabase()
beforeAll(async () => {
  await putItems(db.pool, { a: 1, b: 2.5 })
  await build(db.pool, warehouseOf(stg_items, secrets), { jobs: 1 })
})

const shape = canonical('shape', { description: 'A shape', columns: numberColumns })
const secrets = transform('staging.secrets', {
  description: 'Items that nobody should see.',
  grain: ['item'],
  columns: { item: id('Item'), secret: text('Secret').orNull().pii('free text') },
  query: sql`select item, 'secret ' || item as secret from ${tiny.items}`,
})
const itemsAbove = publishedQuery('test.items_above', {
  parameters: { least: decimal('Lowest amount'), only: arrayOf(id('Item')).orNull() },
  columns: numberColumns,
  query: ({ least, only }) => sql`
    select item, amount
    from ${stg_items}
    where amount >= ${least} and (item = any(${only}) or ${only} is null)
    order by item`,
})

test('a published query reads typed rows under the published names', async () => {
  const rows: readonly { item: string; amount: string }[] = await itemsAbove.read(db.pool, {
    least: '1',
    only: null,
  })
  expect(rows).toEqual([
    { item: 'a', amount: '1' },
    { item: 'b', amount: '2.5' },
  ])
  expect(await itemsAbove.read(db.pool, { least: '1', only: ['b'] })).toEqual([{ item: 'b', amount: '2.5' }])
  expect(await itemsAbove.read(db.pool, { least: '2', only: ['a'] })).toEqual([])
})

test('values keep every digit, an instant is a Date and a day is text in every time zone', async () => {
  const values = publishedQuery('test.values', {
    columns: { key: key('Key'), at: instant('At'), on: day('On'), keys: arrayOf(key('Keys')) },
    query: () => sql`
      select 9007199254740993 as key, '2026-01-02T03:04:05Z'::timestamptz as at, '2026-03-29'::date as on,
        '{9007199254740993}'::bigint[] as keys`,
  })
  expect(await values.read(db.pool, {})).toEqual([
    {
      key: '9007199254740993',
      at: new Date('2026-01-02T03:04:05Z'),
      on: '2026-03-29',
      keys: ['9007199254740993'],
    },
  ])
})

test('personal data is masked, unless the query says that it reads it', async () => {
  const spec = { columns: secrets.columns, query: () => sql`select * from ${secrets} order by item limit 1` }
  expect(await publishedQuery('test.masked', spec).read(db.pool, {})).toEqual([{ item: 'a', secret: null }])
  expect(await publishedQuery('test.clear', { ...spec, unmasked: true }).read(db.pool, {})).toEqual([
    { item: 'a', secret: 'secret a' },
  ])
})

test('a union is read from the members that the caller says are published', async () => {
  const all = publishedQuery('test.all', {
    columns: numberColumns,
    query: () => sql`select * from ${every(shape)} every_item order by item`,
  })
  expect(await all.read(db.pool, {}, () => [stg_items])).toHaveLength(2)
  expect(await all.read(db.pool, {}, () => [])).toEqual([])
  await expect(all.read(db.pool, {})).rejects.toThrow('which members are published')
})

test('a row that the declaration does not allow is refused', async () => {
  const nulls = publishedQuery('test.nulls', {
    columns: { item: id('Item') },
    query: () => sql`select null::text as item`,
  })
  await expect(nulls.read(db.pool, {})).rejects.toMatchObject({
    code: 'row-unexpected',
    message: expect.stringContaining('item'),
  })
})

async function problemsOf(...queries: readonly PublishedQuery[]) {
  const client = await db.pool.connect()
  const graph = new Graph([stg_items, secrets])
  return describeGraph(client, graph, queries).finally(() => client.release())
}

test('check accepts queries that read what is declared', async () => {
  const all = publishedQuery('test.all', {
    columns: numberColumns,
    query: () => sql`select * from ${every(shape)} every_item`,
  })
  expect(await problemsOf(itemsAbove, all)).toEqual([])
})

test('check finds a column that was renamed, with file and line', async () => {
  const stale = publishedQuery('test.stale', {
    parameters: { item: id('Item') },
    columns: { total: decimal('Total') },
    query: ({ item }) => sql`
      select sum(old_amount) as total
      from ${stg_items}
      where item = ${item}`,
  })
  expect(await problemsOf(stale)).toEqual([
    {
      relation: 'test.stale',
      message: 'column "old_amount" does not exist',
      at: expect.stringMatching(/^test\/engine\/declare\/published-query\.test\.ts:\d+$/),
    },
  ])
})

test('check finds columns of another type and parameters of another type', async () => {
  const wrongType = publishedQuery('test.wrong_type', {
    columns: { item: id('Item'), amount: integer('Amount') },
    query: () => sql`select item, amount from ${stg_items}`,
  })
  const wrongParameter = publishedQuery('test.wrong_parameter', {
    parameters: { amount: id('Amount') },
    columns: { item: id('Item') },
    query: ({ amount }) => sql`select item from ${stg_items} where amount = ${amount}`,
  })
  const problems = await problemsOf(wrongType, wrongParameter)
  expect(problems.map(({ message }) => message)).toEqual([
    'column amount is integer in the contract and numeric in the query; cast it',
    expect.stringContaining('operator does not exist: numeric = text'),
  ])
})
