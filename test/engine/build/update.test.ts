import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { notNegative, references, sql, type Transform, text, transform } from '#engine'
import { type BuildEvent, build, planBuild } from '../../../engine/build/build.ts'
import { cloneDatabase, type TestDatabase } from '../../harness/database.ts'
import { numberColumns, putItems, readItems, stg_items, sumOf, warehouseOf } from '../tiny.ts'
import { databaseState, tableNumbers } from './database-state.ts'
import {
  decidesRows,
  edit,
  edited,
  isChange,
  metadataFields,
  nameOf,
  nodes,
  transformsOf,
} from './random-graph.ts'
import { plainWarehouse, updatedWarehouse } from './updated-warehouse.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await cloneDatabase()
  await putItems(db.pool, { a: 1, b: 2 })
})
afterEach(() => db.drop())

async function run(transforms: readonly Transform[], { pool } = db) {
  const events: BuildEvent[] = []
  const summary = await build(pool, warehouseOf(...transforms), { jobs: 2, onEvent: (e) => events.push(e) })
  const relations = (type: 'step-finished' | 'step-updated') =>
    events.flatMap((event) => (event.type === type ? [event.relation] : [])).sort()
  return { summary, built: relations('step-finished'), updated: relations('step-updated') }
}

async function changesOf(transforms: readonly Transform[]) {
  const client = await db.pool.connect()
  const steps = await planBuild(client, warehouseOf(...transforms)).finally(() => client.release())
  return steps.filter((step) => step.action !== 'keep')
}

async function testsRun(runId: number | null): Promise<string[]> {
  const { rows } = await db.pool.query<{ test: string }>(
    `select relation || ': ' || test as test from ops.test_results where run_id = $1 order by 1`,
    [runId],
  )
  return rows.map((row) => row.test)
}

const total = sumOf('total', [stg_items], 0)
const after = sumOf('after', [total], 0)

test('texts that people search in get an index of trigrams, which goes when they no longer do', async () => {
  const indexes = async () => {
    const { rows } = await db.pool.query<{ definition: string }>(
      `select substring(pg_get_indexdef(indexrelid) from 'USING (.*)') as definition
       from pg_index join ops.tables on indrelid = ('build.' || physical_name)::regclass
       where relation = 'marts.named' and not indisprimary`,
    )
    return rows.map((row) => row.definition)
  }
  const named = transform('marts.named', {
    description: 'Items',
    grain: ['item'],
    columns: { item: text('Item'), label: text('What people search for') },
    searched: ['label'],
    query: sql`select item, 'the ' || item as label from ${stg_items}`,
  })
  await run([stg_items, named])
  const tables = await tableNumbers(db.pool)
  expect(await indexes()).toEqual(['gin (label gin_trgm_ops)'])
  await run([stg_items, named])
  expect(await indexes()).toEqual(['gin (label gin_trgm_ops)'])
  const { updated, built } = await run([stg_items, { ...named, searched: [] }])
  expect([updated, built]).toEqual([['marts.named'], []])
  expect(await indexes()).toEqual([])
  await run([stg_items, named])
  expect(await indexes()).toEqual(['gin (label gin_trgm_ops)'])
  expect(await tableNumbers(db.pool)).toEqual(tables)
})

test('a text that people look up has an index, in which the longest values are not', async () => {
  const named = transform('marts.named', {
    description: 'Items',
    grain: ['item'],
    columns: { item: text('Item'), label: text('What people look up') },
    lookedUp: ['label'],
    // of random letters, so that it is stored as long as it is
    query: sql`
      select item, (select string_agg(md5(item || n), '') from generate_series(1, 200) n) as label from ${stg_items}`,
  })
  await run([stg_items, named])
  const { rows } = await db.pool.query(
    `select pg_get_indexdef(indexrelid) as definition, min(octet_length(label))::int as shortest
     from marts.named, pg_index join ops.tables on indrelid = ('build.' || physical_name)::regclass
     where relation = 'marts.named' and not indisprimary group by 1`,
  )
  expect(rows).toEqual([
    {
      definition: expect.stringMatching(/\(label\) WHERE \(octet_length\(label\) <= 1000\)$/),
      shortest: 6400,
    },
  ])
  const { updated, built } = await run([stg_items, { ...named, lookedUp: [] }])
  expect([updated, built]).toEqual([['marts.named'], []])
})

test('an index added rebuilds nothing', async () => {
  await run([stg_items, total, after])
  const tables = await tableNumbers(db.pool)
  const indexed = { ...total, indexes: [['amount']] }
  const transforms = [stg_items, indexed, sumOf('after', [indexed], 0)]
  expect(await changesOf(transforms)).toEqual([
    { relation: 'marts.total', action: 'update', reasons: ['index on (amount) added'] },
  ])
  const { summary, built, updated } = await run(transforms)
  expect({ built, updated }).toEqual({ built: [], updated: ['marts.total'] })
  expect(summary).toMatchObject({ built: 0, updated: 1, kept: 2, testCount: 2 })
  expect(await tableNumbers(db.pool)).toEqual(tables)
  const { indexes } = await databaseState(db.pool)
  expect(indexes.filter((index) => index.definition === ' USING btree (amount)')).toHaveLength(1)
  expect((await run(transforms)).summary.runId).toBeNull()
})

test('after any edits of metadata a build rebuilds nothing, tests again, and leaves what a fresh build makes', async () => {
  const harmless = edit([...metadataFields, 'gap']).filter((change) => !decidesRows(change))
  const edits = fc.array(harmless, { minLength: 1, maxLength: 4 })
  await fc.assert(
    fc.asyncProperty(nodes, edits, async (graph, changes) => {
      const [first, fresh] = await Promise.all([cloneDatabase(), cloneDatabase()])
      try {
        for (const { pool } of [first, fresh]) await putItems(pool, { a: 1, b: 2 })
        await run(transformsOf(graph), first)
        const tables = await tableNumbers(first.pool)
        const now = changes.reduce(edited, graph)
        const touched = now.flatMap((from, index) =>
          metadataFields.some((field) => isChange(graph, { index, field, from })) ? [nameOf(index)] : [],
        )
        const { summary, built, updated } = await run(transformsOf(now), first)
        expect({ built, updated }).toEqual({ built: [], updated: touched.sort() })
        const { rows } = await first.pool.query(
          'select relation, count(*)::int as n from ops.test_results where run_id = $1 group by 1 order by 1',
          [summary.runId],
        )
        expect(rows.map((row) => row.relation)).toEqual(touched)
        expect(await tableNumbers(first.pool)).toEqual(tables)
        await run(transformsOf(now), fresh)
        expect(await databaseState(first.pool)).toEqual(await databaseState(fresh.pool))
      } finally {
        await Promise.all([first.drop(), fresh.drop()])
      }
    }),
    { numRuns: 6, endOnFailure: true },
  )
})

test('if a new test fails, indexes, views and comments stay as they were', async () => {
  await putItems(db.pool, { b: -5 })
  await run([stg_items, total, after])
  const before = await databaseState(db.pool)
  const edited = {
    ...total,
    indexes: [['amount']],
    description: 'New words',
    tests: [notNegative('amount')],
  }
  await expect(run([stg_items, edited, sumOf('after', [edited], 1)])).rejects.toMatchObject({
    code: 'tests-failed',
    exitCode: 3,
  })
  expect(await databaseState(db.pool)).toEqual(before)
  const failures = await db.pool.query('select relation, test, failing_row from ops.test_failures')
  expect(failures.rows).toEqual([
    { relation: 'marts.total', test: 'not negative: amount', failing_row: { item: 'b', amount: -5 } },
  ])
})

test('killed while it changes indexes and views, an update leaves nothing half done, and the next one finishes', async () => {
  const other = await cloneDatabase()
  try {
    await build(db.pool, plainWarehouse(), { jobs: 1 })
    const before = await databaseState(db.pool)
    // The update creates its index, then waits for this reader before it can drop another.
    const reader = await db.pool.connect()
    await reader.query('begin')
    await reader.query('select from marts.mart_items')
    const child = spawn(process.execPath, [join(import.meta.dirname, 'updated-build.ts'), db.url])
    const closed = once(child, 'close')
    await vi.waitFor(
      async () => {
        const { rows } = await db.pool.query(
          `select from pg_locks where not granted and relation is not null
           and relation in (select oid from pg_class where relnamespace = 'build'::regnamespace)`,
        )
        expect(rows).not.toHaveLength(0)
      },
      { timeout: 60_000, interval: 20 },
    )
    child.kill('SIGKILL')
    await closed
    await reader.query('commit')
    reader.release()
    expect(await databaseState(db.pool)).toEqual(before)
    const { updated, built } = await build(db.pool, updatedWarehouse(), { jobs: 1 })
    expect({ updated, built }).toEqual({ updated: 1, built: 0 })
    await putItems(other.pool, { a: 1, b: 2 })
    await build(other.pool, updatedWarehouse(), { jobs: 1 })
    expect(await databaseState(db.pool)).toEqual(await databaseState(other.pool))
  } finally {
    await other.drop()
  }
})

test('a table is tested again, and not rebuilt, when one that only its tests read has other rows', async () => {
  const known = (condition: string) => ({
    ...sumOf('known', [stg_items], 0),
    query: condition === 'all' ? sql`table ${stg_items}` : sql`select * from ${stg_items} where item = 'a'`,
  })
  const facts = (target: Transform) => ({
    ...sumOf('facts', [stg_items], 0),
    tests: [references('item', target, 'item')],
  })
  const all = known('all')
  await run([stg_items, all, facts(all)])
  const some = known('some')
  expect(await changesOf([stg_items, some, facts(some)])).toEqual([
    { relation: 'marts.known', action: 'build', reasons: ['query changed'] },
    { relation: 'marts.facts', action: 'update', reasons: ['for its tests: marts.known changes'] },
  ])
  await expect(run([stg_items, some, facts(some)])).rejects.toMatchObject({
    code: 'tests-failed',
    fields: { tests: ['references: item in marts.known'] },
  })
  expect(await readItems(db.pool, 'marts.known')).toEqual({ a: 1, b: 2 })
})

test('a table that was built and not published is updated if its declaration has changed since', async () => {
  const broken = sumOf('broken', [stg_items], -9, [notNegative('amount')])
  await expect(run([stg_items, total, broken])).rejects.toMatchObject({ code: 'tests-failed' })
  const indexed = { ...total, indexes: [['amount']] }
  const { summary, updated } = await run([stg_items, indexed])
  expect(updated).toEqual(['marts.total'])
  expect(summary).toMatchObject({ built: 0, updated: 1, reused: 1 })
  const { indexes } = await databaseState(db.pool)
  expect(indexes.map((index) => index.definition)).toContain(' USING btree (amount)')
})

test('a column that becomes personal data is masked, and no table is rebuilt', async () => {
  const people = (isPersonal: boolean) => {
    const name = text('Name')
    return transform('marts.people', {
      description: 'People',
      grain: ['item'],
      columns: { ...numberColumns, full_name: isPersonal ? name.pii('name') : name },
      query: sql`select item, amount, 'Ann' as full_name from ${stg_items}`,
    })
  }
  await run([stg_items, people(false)])
  const { built, updated, summary } = await run([stg_items, people(true)])
  expect({ built, updated }).toEqual({ built: [], updated: ['marts.people'] })
  expect(await testsRun(summary.runId)).toEqual([
    'marts.people: not null: item, amount, full_name',
    'marts.people: unique: item',
  ])
  const names = async (view: string) =>
    (await db.pool.query(`select distinct full_name from ${view}`)).rows.map((row) => row.full_name)
  expect(await names('marts.people')).toEqual([null])
  expect(await names('pii.people')).toEqual(['Ann'])
})
