import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { testPublished } from '../../engine/build/test-published.ts'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { today } from '../../seeds/sample/calendar.ts'
import { loadSample } from '../../seeds/sample/load.ts'
import { removeSample } from '../../seeds/sample/remove.ts'
import { offerSample } from '../../services/up/sample.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'

/* What happens if settings change after records were loaded. */

let built: TestDatabase
let loaded: TestDatabase
beforeAll(async () => {
  ;[built, loaded] = await Promise.all([cloneDatabase('sample'), cloneDatabase()])
})
afterAll(() => Promise.all([built.drop(), loaded.drop()]))

test('loaded orders in another currency fail the data tests', async () => {
  const { graph } = await loadWarehouse(join(import.meta.dirname, '../../transforms'))
  await built.pool.query(`
    update raw.shopify__orders set currency = 'BRL' where id in (select id from raw.shopify__orders limit 3);
    update raw.square__orders set total_money = jsonb_set(total_money, '{currency}', '"BRL"')
    where id in (select id from raw.square__orders limit 2)`)
  const client = await built.pool.connect()
  const { results } = await testPublished(client, graph).finally(() => client.release())
  const failed = results.filter(({ failedCount }) => failedCount > 0)
  const name = 'orders are in the currency of the settings'
  expect(failed.map(({ relation, test, failedCount }) => [relation, test, failedCount])).toEqual(
    expect.arrayContaining([
      ['staging.stg_shopify__orders', name, 3],
      ['staging.stg_square__orders', name, 2],
    ]),
  )
})

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
