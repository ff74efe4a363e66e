import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { build } from '../../../engine/build/build.ts'
import { useDatabase } from '../../harness/database.ts'
import { putItems, readItems } from '../tiny.ts'
import { killedWarehouse } from './killed-warehouse.ts'

const db = useDatabase()

/** Starts a build in another process and kills it after `milliseconds`, unless it has finished. */
async function buildAndKill(milliseconds: number): Promise<void> {
  const child = spawn(process.execPath, [join(import.meta.dirname, 'killed-build.ts'), db.url], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(child, 'close')
  await Promise.race([once(child.stdout, 'data'), closed])
  await Promise.race([pause(milliseconds), closed])
  child.kill('SIGKILL')
  await closed
}

test('killed at any moment, a build leaves the published warehouse intact, and the next one finishes', async () => {
  const amountsOf = async () => {
    const { rows } = await db.pool.query(`
      select (select sum(amount) from marts.slow_0) as a, (select sum(amount) from marts.slow_1) as b,
        (select sum(amount) from marts.slow_2) as c, (select sum(amount) from marts.both) as d`)
    return rows[0]
  }
  await putItems(db.pool, { a: 1 })
  await build(db.pool, killedWarehouse(), { jobs: 2 })
  for (let amount = 2; amount <= 11; amount++) {
    await putItems(db.pool, { a: amount })
    await buildAndKill(Math.random() * 900)
    const { a, b, c, d } = await amountsOf()
    expect([b, c, String(Number(d) / 3)]).toEqual([a, a, a])
  }
  // Backends of the killed process may still be at work; the next run ends them.
  const summary = await build(db.pool, killedWarehouse(), { jobs: 2 })
  expect(await readItems(db.pool, 'marts.both')).toEqual({ a: 33 })
  expect(summary.kept + summary.reused + summary.built).toBe(5)
  const { rows } = await db.pool.query(`select count(*)::int as n from pg_tables where schemaname = 'build'`)
  expect(rows).toEqual([{ n: 5 }])
  const runs = await db.pool.query(`select distinct status from ops.runs where status = 'running'`)
  expect(runs.rows).toEqual([])
})
