import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { build } from '../../engine/build/build.ts'
import { loadWarehouse, type Warehouse } from '../../engine/graph/catalogue.ts'
import { evaluateSample } from '../../evaluation/sample.ts'
import { defaultCompany } from '../../seeds/sample/company.ts'
import { advanceSample, loadSample } from '../../seeds/sample/load.ts'
import { settings } from '../../transforms/identity/settings.ts'
import { useDatabase } from '../harness/database.ts'

const db = useDatabase()
let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await loadWarehouse(join(import.meta.dirname, '../../transforms'))
  await loadSample(db.pool, defaultCompany)
  await build(db.pool, warehouse, { jobs: 2 })
}, 240_000)

async function expectPromisedQuality() {
  const { result, strangers } = await evaluateSample(db.pool, warehouse, settings)
  expect(result?.f1).toBeGreaterThanOrEqual(0.98)
  expect(strangers?.planted).toBeGreaterThan(10)
  expect(strangers?.joined).toBe(0)
}

test(
  'the people of the sample company are found, and no strangers with the same name and birth date are joined',
  expectPromisedQuality,
  120_000,
)

test('the same holds after days of new, changed and deleted records, which are matched without a full run', async () => {
  await advanceSample(db.pool, 14)
  await build(db.pool, warehouse, { jobs: 2 })
  const { rows } = await db.pool.query<{ full: boolean; changed: number; records: number }>(`
    select (measures ->> 'isFull')::boolean as full, (measures ->> 'changed')::integer as changed,
      (measures ->> 'records')::integer as records
    from matching.state`)
  expect(rows[0]?.full).toBe(false)
  expect(rows[0]?.changed).toBeGreaterThan(20)
  expect(rows[0]?.changed).toBeLessThan((rows[0]?.records ?? 0) / 10)
  await expectPromisedQuality()
}, 120_000)
