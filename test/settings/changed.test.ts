import { expect, test } from 'vitest'
import { today } from '../../seeds/sample/calendar.ts'
import { loadSample } from '../../seeds/sample/load.ts'
import { removeSample } from '../../seeds/sample/remove.ts'
import { offerSample } from '../../services/up/sample.ts'
import { useDatabase } from '../harness/database.ts'

/* What happens if settings change after records were loaded. */

const loaded = useDatabase()

test('the sample company is loaded again after a change, but not after it was removed', async () => {
  const offer = () => offerSample(loaded.pool, true, () => {})
  await loadSample(loaded.pool, { customers: 8, seed: 9, today })
  expect(await offer()).toMatch(/^already loaded/)
  await loaded.pool.query(
    `update ops.loads set origin = replace(origin, 'Europe/London', 'America/Sao_Paulo')`,
  )
  expect(await offer()).toMatch(/records of \d+ entities$/)
  expect(await offer()).toMatch(/^already loaded/)
  const { rows } = await loaded.pool.query('select customers, seed from ops.sample_state')
  expect(rows).toEqual([{ customers: 8, seed: 9 }])
  await removeSample(loaded.pool)
  expect(await offer()).toBe('skipped, because it was removed')
})
