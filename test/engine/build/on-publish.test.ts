import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { notNegative, sql, type Transform } from '#engine'
import { build } from '../../../engine/build/build.ts'
import { describeGraph } from '../../../engine/graph/check.ts'
import { Graph } from '../../../engine/graph/graph.ts'
import { cloneDatabase, type TestDatabase } from '../../harness/database.ts'
import { putItems, readItems, stg_items, sumOf, warehouseOf } from '../tiny.ts'
import { keep, keptTable, keptWarehouse } from './kept-warehouse.ts'

let db: TestDatabase
beforeEach(async () => {
  db = await cloneDatabase()
  await db.pool.query('create table public.kept (run_id bigint, item text, amount numeric)')
})
afterEach(() => db.drop())

const run = (...transforms: readonly Transform[]) => build(db.pool, warehouseOf(...transforms), { jobs: 1 })

async function kept(): Promise<[number, string, number][]> {
  const { rows } = await db.pool.query('select * from public.kept order by run_id, item')
  return rows.map(({ run_id, item, amount }) => [Number(run_id), item, Number(amount)])
}

test('statements on publication run once for each published version, with the run that publishes it', async () => {
  await putItems(db.pool, { a: 1 })
  const first = await run(stg_items, keptTable())
  expect(await kept()).toEqual([[first.runId, 'a', 1]])
  await run(stg_items, keptTable())
  await run(stg_items, { ...keptTable(), description: 'Views move, the table stays.' })
  expect(await kept()).toHaveLength(1)
  await putItems(db.pool, { a: 2 })
  const second = await run(stg_items, keptTable())
  expect(await kept()).toEqual([
    [first.runId, 'a', 1],
    [second.runId, 'a', 2],
  ])
})

test('they do not run if the build fails; the run that publishes its tables runs them', async () => {
  await putItems(db.pool, { a: -1 })
  const total = sumOf('total', [stg_items], 0, [notNegative('amount')])
  await expect(run(stg_items, keptTable(), total)).rejects.toMatchObject({ code: 'tests-failed' })
  expect(await kept()).toEqual([])
  const { runId, reused } = await run(stg_items, keptTable(), sumOf('total', [stg_items], 0))
  expect(reused).toBe(2)
  expect(await kept()).toEqual([[runId, 'a', -1]])
})

test('if one of them fails, nothing is published, and the error names its place', async () => {
  await putItems(db.pool, { a: 1 })
  await run(stg_items, keptTable())
  await putItems(db.pool, { a: 0 })
  const failing = keptTable((self, runId) => [...keep(self, runId), sql`select 1 / amount from ${self}`])
  await expect(run(stg_items, failing)).rejects.toThrow(/division by zero \(.*on-publish\.test\.ts:\d+\)/)
  expect(await readItems(db.pool, 'marts.mart_items')).toEqual({ a: 1 })
  expect(await kept()).toHaveLength(1)
})

test('check finds a statement that cannot run, and leaves nothing behind', async () => {
  const misspelt = keptTable((self, runId) => [
    ...keep(self, runId),
    sql`insert into public.kept select amuont from ${self}`,
  ])
  const client = await db.pool.connect()
  const problems = await describeGraph(client, new Graph([stg_items, misspelt])).finally(() =>
    client.release(),
  )
  expect(problems).toMatchObject([
    { relation: 'marts.mart_items', message: expect.stringContaining('amuont') },
  ])
})

test('killed while publishing, a run publishes nothing and leaves nothing; the next one does both', async () => {
  await putItems(db.pool, { a: 1 })
  const child = spawn(process.execPath, [join(import.meta.dirname, 'published-build.ts'), db.url])
  const closed = once(child, 'close')
  await vi.waitFor(
    async () => {
      const { rows } = await db.pool.query(
        `select from pg_stat_activity where query like '%publishing%' and pid <> pg_backend_pid()
         and datname = current_database()`,
      )
      expect(rows).toHaveLength(1)
    },
    { timeout: 60_000, interval: 50 },
  )
  child.kill('SIGKILL')
  await closed
  expect(await kept()).toEqual([])
  const { runId, reused } = await build(db.pool, keptWarehouse(0), { jobs: 1 })
  expect(reused).toBe(2)
  expect(await kept()).toEqual([[runId, 'a', 1]])
})

test('a superseded table that could not be dropped is built again if it is needed again', async () => {
  await putItems(db.pool, { a: 1 })
  const other = { ...keptTable(), query: sql`select item, amount + 0 as amount from ${stg_items}` }
  await run(stg_items, keptTable())
  const reader = await db.pool.connect()
  await reader.query('begin')
  await reader.query(
    `do $$ begin execute (select format('lock table build.%I in access share mode', physical_name)
       from ops.tables where relation = 'marts.mart_items'); end $$`,
  )
  await run(stg_items, other)
  await reader.query('commit')
  reader.release()
  const { reused, built } = await run(stg_items, keptTable())
  expect({ reused, built }).toEqual({ reused: 0, built: 1 })
  expect(await kept()).toHaveLength(3)
})
