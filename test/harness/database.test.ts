import { expect, test } from 'vitest'
import { cloneDatabase } from './database.ts'

test('clones start from the same state and are separate', async () => {
  const [one, other] = await Promise.all([cloneDatabase(), cloneDatabase()])
  await one.pool.query('create table public.mine (n int)')
  const seen = await other.pool.query(`select to_regclass('public.mine') as mine, date '2020-02-29' as day`)
  expect(seen.rows).toEqual([{ mine: null, day: '2020-02-29' }])
  await Promise.all([one.drop(), other.drop()])
})

test('the sample company is loaded and built once for all clones', async () => {
  const clones = await Promise.all([cloneDatabase('sample'), cloneDatabase('sample')])
  for (const { pool } of clones) {
    const { rows } = await pool.query('select count(*)::int as orders from warehouse.fct_orders')
    expect(rows[0].orders).toBeGreaterThan(300)
  }
  await Promise.all(clones.map((clone) => clone.drop()))
})
