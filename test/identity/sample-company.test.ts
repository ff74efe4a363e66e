import { join } from 'node:path'
import { beforeAll, expect, test } from 'vitest'
import { render } from '#engine'
import { build } from '../../engine/build/build.ts'
import { loadWarehouse, type Warehouse } from '../../engine/graph/catalogue.ts'
import { peopleOfProfiles } from '../../evaluation/people-of-profiles.ts'
import { evaluateSample } from '../../evaluation/sample.ts'
import { defaultCompany } from '../../seeds/sample/company.ts'
import { advanceSample, loadSample } from '../../seeds/sample/load.ts'
import { settings } from '../../transforms/identity/settings.ts'
import { useDatabase } from '../harness/database.ts'
import { expectHardGroupsApart } from './hard-groups.ts'

const db = useDatabase()
let warehouse: Warehouse
beforeAll(async () => {
  warehouse = await loadWarehouse(join(import.meta.dirname, '../../transforms'))
  await loadSample(db.pool, defaultCompany)
  await build(db.pool, warehouse, { jobs: 2 })
})

async function expectPromisedQuality() {
  const { result, strangers } = await evaluateSample(db.pool, warehouse, settings)
  expect(result?.f1).toBeGreaterThanOrEqual(0.98)
  expect(strangers?.planted).toBeGreaterThan(10)
  expect(strangers?.joined).toBe(0)
  await expectHardGroupsApart(db.pool)
}

test(
  'the people of the sample company are found, and no strangers with the same name and birth date are joined',
  expectPromisedQuality,
)

test('customers and prospects are as many as there are, within 2 %', async () => {
  const behind = render(peopleOfProfiles, ({ name }) => name.replace('staging.', 'pii.')).text
  const { rows } = await db.pool.query<{
    published: number
    buyers: number
    people: number
    bought: number
  }>(`
    with behind as (${behind}),
    published as (
      select count(*) filter (where customer_type in ('customer', 'prospect'))::int as published,
        count(*) filter (where customer_type = 'customer')::int as buyers
      from marts.mart_customer_ltv
    ),
    -- people whom some record names or gives a mailbox or a number of, and people who bought in their name
    truth as (
      select count(distinct person_id)::int as people,
        count(distinct person_id) filter (where order_count > 0)::int as bought
      from behind
      join identity.map_identity using (record_key)
      join marts.mart_customer_ltv using (customer_key)
      where customer_type not in ('anonymous', 'unknown')
    )
    select * from published, truth`)
  const { published = 0, buyers = 0, people = 0, bought = 0 } = rows[0] ?? {}
  expect(people).toBeGreaterThan(2000)
  expect(Math.abs(published / people - 1), `${published} of ${people} people`).toBeLessThan(0.02)
  expect(Math.abs(buyers / bought - 1), `${buyers} of ${bought} buyers`).toBeLessThan(0.02)
})

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
})
