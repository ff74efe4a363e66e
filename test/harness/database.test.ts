import { expect, test } from 'vitest'
import { cloneDatabase } from './database.ts'

test('clones start from the same state and never see each other', async () => {
  const [one, other] = await Promise.all([cloneDatabase(), cloneDatabase()])
  await one.pool.query('create table public.mine (n int)')
  const seen = await other.pool.query(`select to_regclass('public.mine') as mine, date '2020-02-29' as day`)
  expect(seen.rows).toEqual([{ mine: null, day: '2020-02-29' }])
  await Promise.all([one.drop(), other.drop()])
})
