import { setTimeout as pause } from 'node:timers/promises'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sql, transform } from '#engine'
import { build } from '../../../engine/build/build.ts'
import { createPool } from '../../../services/postgres/database.ts'
import { useDatabase } from '../../harness/database.ts'
import { cuttableServer } from '../cut-connection.ts'
import { numberColumns, putItems, readItems, tiny, warehouseOf } from '../tiny.ts'
import { killedWarehouse } from './killed-warehouse.ts'

const db = useDatabase()

/** Ends sessions of this database other than the test's own, as an administrator or a failing network does. */
async function endSessions(which: 'all' | 'one'): Promise<void> {
  await db.pool.query(
    `select pg_terminate_backend(pid) from (
       select pid from pg_stat_activity
       where datname = current_database() and application_name like 'clientele%' and pid <> pg_backend_pid()
         and application_name <> 'clientele test'
       order by random() limit $1) ended`,
    [which === 'all' ? 100 : 1],
  )
}

const amounts = async () => {
  const { rows } = await db.pool.query(`
    select (select sum(amount) from marts.slow_0) as a, (select sum(amount) from marts.slow_1) as b,
      (select sum(amount) from marts.slow_2) as c, (select sum(amount) / 3 from marts.both) as d`)
  return new Set(Object.values(rows[0]).map(Number))
}

async function outcomeOf(work: Promise<unknown>): Promise<{ code: string; message: string }> {
  try {
    await work
    return { code: 'done', message: '' }
  } catch (error) {
    return {
      code: 'no code',
      message: '',
      ...(error instanceof Error && { ...error, message: error.message }),
    }
  }
}

test('sessions that end at any moment fail a build with one sentence, and publish all or nothing', async () => {
  await db.pool.query(`set application_name = 'clientele test'`)
  let amount = 1
  await putItems(db.pool, { a: amount })
  await build(db.pool, killedWarehouse(), { jobs: 2 })
  await fc.assert(
    fc.asyncProperty(fc.integer({ min: 0, max: 800 }), fc.constantFrom('all', 'one'), async (wait, which) => {
      const pool = createPool(db.url)
      await putItems(db.pool, { a: ++amount })
      const building = outcomeOf(build(pool, killedWarehouse(), { jobs: 2 }))
      await pause(wait)
      await endSessions(which)
      const { code, message } = await building
      await pool.end()
      const [published, ...more] = await amounts()
      expect(more).toEqual([])
      if (code === 'done') expect(published).toBe(amount)
      else {
        expect({ code, message }).toMatchObject({
          code: 'database-lost',
          message: expect.stringMatching(/^The connection to Postgres was lost \(.+\)\. .+(again|complete)/s),
        })
        if (message.includes('Nothing was published')) expect(published).toBeLessThan(amount)
      }
    }),
    { numRuns: 8, endOnFailure: true },
  )
  await build(db.pool, killedWarehouse(), { jobs: 2 })
  expect(await readItems(db.pool, 'marts.both')).toEqual({ a: 3 * amount })
  const { rows } = await db.pool.query(`select count(*)::int as n from pg_tables where schemaname = 'build'`)
  expect(rows).toEqual([{ n: 5 }])
})

test('a session that ends between two raw tables fails a build with one sentence', async () => {
  const tables = [0, 1].map((i) =>
    transform(`staging.stg_items_${i}`, {
      description: 'Numbers as they came, a second later.',
      grain: ['item'],
      columns: numberColumns,
      query: sql`select item, amount from ${tiny.items} where pg_sleep(1) is not null`,
    }),
  )
  await putItems(db.pool, { a: 1 })
  const building = outcomeOf(build(db.pool, warehouseOf(...tables), { jobs: 1 }))
  const ended = async () => {
    const { rows } = await db.pool.query(`
      select pg_terminate_backend(pid) from pg_stat_activity
      where datname = current_database() and state = 'idle in transaction' and backend_xmin is not null
        and application_name not like 'clientele lock%'
        and exists (select from pg_stat_activity where datname = current_database() and wait_event = 'PgSleep')`)
    return rows.length
  }
  await expect.poll(ended, { interval: 20, timeout: 10_000 }).toBe(1)
  expect(await building).toMatchObject({
    code: 'database-lost',
    message: expect.stringMatching(/^The connection to Postgres was lost \(.+\)\. Nothing was published/),
  })
})

test('a server that stops fails a build with one sentence', async () => {
  const server = await cuttableServer(db.url)
  const pool = createPool(server.url(db.url))
  await putItems(db.pool, { a: 1000 })
  const building = outcomeOf(build(pool, killedWarehouse(), { jobs: 2 }))
  await pause(300)
  await server.stop()
  expect(await building).toMatchObject({
    code: 'database-lost',
    message: expect.stringContaining('`clientele build` again'),
  })
  await pool.end()
  await build(db.pool, killedWarehouse(), { jobs: 2 })
  expect(await readItems(db.pool, 'marts.both')).toEqual({ a: 3000 })
})
