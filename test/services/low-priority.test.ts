import { getPriority } from 'node:os'
import type { PoolClient } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { atLowPriority } from '../../services/postgres/low-priority.ts'
import { useDatabase } from '../harness/database.ts'

const db = useDatabase('migrated')
let named: PoolClient
let other: PoolClient
beforeAll(async () => {
  named = await db.pool.connect()
  other = await db.pool.connect()
})
afterAll(() => {
  named?.release(true)
  other?.release()
})

async function pidOf(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
  return rows[0]?.pid ?? 0
}

test('only sessions of that name yield the processor, and the workers that help them', async () => {
  const [low, usual] = [await pidOf(named), await pidOf(other)]
  await named.query(`set application_name = 'background'`)
  await atLowPriority(db.pool, 'background', async () => {
    await expect.poll(() => getPriority(low)).toBe(19)
    expect(getPriority(usual)).toBe(0)
    await named.query(`
      create table many as select n from generate_series(1, 3000) n; analyze many;
      set parallel_setup_cost = 0; set parallel_tuple_cost = 0; set min_parallel_table_scan_size = 0`)
    const counted = named.query('select count(*) from many where pg_sleep(0.001) is not null')
    const workers = async () => {
      const { rows } = await other.query<{ pid: number }>(
        `select pid from pg_stat_activity where leader_pid = $1`,
        [low],
      )
      return rows.map(({ pid }) => getPriority(pid))
    }
    await expect.poll(workers, { timeout: 5000 }).toContain(19)
    await counted
  })
})

test('what the work fails with is what is thrown', async () => {
  const failing = atLowPriority(db.pool, 'background', async () => Promise.reject(new Error('broken')))
  await expect(failing).rejects.toThrow('broken')
})
