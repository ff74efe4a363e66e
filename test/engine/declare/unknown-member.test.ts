import { expect, test } from 'vitest'
import { day, decimal, flag, id, instant, key, list, oneOf, procedure, sql, text, transform } from '#engine'
import { build } from '../../../engine/build/build.ts'
import { describeGraph } from '../../../engine/graph/check.ts'
import { Graph } from '../../../engine/graph/graph.ts'
import { useDatabase } from '../../harness/database.ts'
import { putItems, tiny, warehouseOf } from '../tiny.ts'

const db = useDatabase()

const spec = {
  description: 'Items, and the unknown one.',
  grain: ['item_key'],
  columns: {
    item_key: key('Item'),
    is_known: flag('Whether it is known'),
    name: text('Name').orNull(),
    colour: oneOf('Colour', ['red', 'unknown']),
    amount: decimal('Amount'),
    first_seen_at: instant('When it was first seen').orNull(),
    first_seen_date: day('The day of that'),
    labels: list('Labels'),
    other_labels: list('More labels'),
  },
  unknownMember: {
    item_key: -1,
    is_known: false,
    colour: 'unknown',
    amount: '0',
    first_seen_date: '2000-01-01',
    other_labels: ["robin's", 'egg'],
  },
} as const

test('the unknown member has the declared values; the others are null or empty', async () => {
  const dim_item = transform('staging.dim_item', {
    ...spec,
    // not in the order of the columns
    query: sql`
      select
        true as is_known,
        'red' as colour,
        amount,
        item as name,
        1::bigint as item_key,
        null::timestamptz as first_seen_at,
        '2020-02-02'::date as first_seen_date,
        array['a'] as other_labels,
        array['b'] as labels
      from ${tiny.items} -- without a semicolon`,
  })
  await putItems(db.pool, { a: 1 })
  await build(db.pool, warehouseOf(dim_item), { jobs: 1 })
  const { rows } = await db.pool.query(
    'select *, first_seen_date::text from staging.dim_item order by item_key',
  )
  expect(rows).toEqual([
    {
      item_key: '-1',
      is_known: false,
      name: null,
      colour: 'unknown',
      amount: '0',
      first_seen_at: null,
      first_seen_date: '2000-01-01',
      labels: [],
      other_labels: ["robin's", 'egg'],
    },
    {
      item_key: '1',
      is_known: true,
      name: 'a',
      colour: 'red',
      amount: '1',
      first_seen_at: null,
      first_seen_date: '2020-02-02',
      labels: ['b'],
      other_labels: ['a'],
    },
  ])
})

test('check finds a column that the query of a dimension lacks, at the query', async () => {
  const incomplete = transform('staging.incomplete', {
    ...spec,
    columns: { item_key: key('Item'), name: id('Name') },
    unknownMember: { item_key: -1, name: 'unknown' },
    query: sql`select 1::bigint as item_key from ${tiny.items}`,
  })
  const client = await db.pool.connect()
  const problems = await describeGraph(client, new Graph([incomplete])).finally(() => client.release())
  expect(problems).toMatchObject([
    {
      message: expect.stringContaining('column "name" does not exist'),
      at: expect.stringMatching(/^test\/engine\/declare\/unknown-member\.test\.ts:\d+$/),
    },
  ])
})

test('the not-applicable member is a row of its own, beside the unknown member or alone', async () => {
  const query = sql`select 1::bigint as item_key, item as name from ${tiny.items}`
  const columns = { item_key: key('Item'), name: text('Name') }
  const members = { grain: spec.grain, description: spec.description, columns, query }
  const notApplicableMember = { item_key: -2, name: 'none needed' }
  const both = transform('staging.dim_both', {
    ...members,
    unknownMember: { item_key: -1, name: 'not known' },
    notApplicableMember,
  })
  const alone = transform('staging.dim_alone', { ...members, notApplicableMember })
  await putItems(db.pool, { a: 1 })
  await build(db.pool, warehouseOf(both, alone), { jobs: 1 })
  const named = async (table: string) =>
    (await db.pool.query(`select item_key, name from staging.${table} order by item_key`)).rows
  const written = { item_key: '1', name: 'a' }
  const absent = { item_key: '-2', name: 'none needed' }
  expect(await named('dim_both')).toEqual([absent, { item_key: '-1', name: 'not known' }, written])
  expect(await named('dim_alone')).toEqual([absent, written])
})

test('a procedure writes its special members itself', () => {
  const query = procedure({ reads: [], code: [], run: async () => {} })
  const { unknownMember, ...others } = spec
  for (const members of [{ unknownMember }, { notApplicableMember: { ...unknownMember, item_key: -2 } }])
    expect(() => transform('staging.program', { ...others, ...members, query })).toThrow('to a query only')
})
