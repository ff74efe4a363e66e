import { join } from 'node:path'
import type pg from 'pg'
import { beforeAll, expect, test } from 'vitest'
import { build } from '../../engine/build/build.ts'
import { loadWarehouse, type Warehouse } from '../../engine/graph/catalogue.ts'
import { loadRecords } from '../../engine/loading/load.ts'
import { isoDay, today } from '../../seeds/sample/calendar.ts'
import { defaultCompany } from '../../seeds/sample/company.ts'
import { recordsOf, sampleOrigin } from '../../seeds/sample/load.ts'
import { feeds } from '../../seeds/sample/systems.ts'
import { useDatabase } from '../harness/database.ts'

/* An incremental build equals a full one, and the order of arrival does not matter: for all marts at once. */

/** The sample company in the order in which its systems come, loaded and built once. */
const atOnce = useDatabase('sample')
/** The same company backwards: half of the records of each system, a build, the others, and another build. */
const inTwo = useDatabase('migrated')
/** What these say is about builds themselves: what the latest one changed, and when models of matching were trained. */
const aboutBuilds = new Set(['marts.mart_identity_change', 'marts.mart_match_model'])
let warehouse: Warehouse

beforeAll(async () => {
  const loaded = await loadWarehouse(join(import.meta.dirname, '../../transforms'))
  warehouse = { ...loaded, asOf: () => isoDay(today) }
  const company = { ...defaultCompany, customers: 300 }
  for (const instalment of [0, 1]) {
    for (const feed of feeds.toReversed()) {
      const records = [...recordsOf(company, feed)].reverse().filter((_, at) => at % 2 === instalment)
      await loadRecords(inTwo.pool, feed.entity, records, { origin: sampleOrigin(company), isSample: true })
    }
    await build(inTwo.pool, warehouse, { jobs: 2 })
  }
})

/** Which customer each record is of. */
async function customersOf(pool: pg.Pool): Promise<ReadonlyMap<string, string>> {
  const { rows } = await pool.query<{ record_key: string; customer_key: string }>(
    'select record_key, customer_key from identity.map_identity',
  )
  return new Map(rows.map(({ record_key, customer_key }) => [record_key, customer_key]))
}

/** Customers are numbered in order of arrival, so each is named as in the other database: by a record that both hold. */
async function renumbered(): Promise<ReadonlyMap<string, string>> {
  const [first, second] = await Promise.all([customersOf(atOnce.pool), customersOf(inTwo.pool)])
  expect([...second.keys()].sort()).toEqual([...first.keys()].sort())
  const names = new Map([['-1', '-1']])
  for (const [record, customer] of second) {
    const name = first.get(record) ?? ''
    expect(names.get(customer) ?? name, 'one person in one database, two in the other').toBe(name)
    names.set(customer, name)
  }
  expect(new Set(names.values()).size).toBe(names.size)
  return names
}

/** A household is named by one of its people, so it is named as in the other database: by the people who live there. */
async function renumberedHouseholds(
  names: ReadonlyMap<string, string>,
): Promise<ReadonlyMap<string, string>> {
  const householdsOf = async (pool: pg.Pool) =>
    (
      await pool.query<{ household_key: string; people: string[] }>(`
        select household_key, array_agg(customer_key::text) as people
        from warehouse.bdg_household group by 1`)
    ).rows
  const [first, second] = await Promise.all([householdsOf(atOnce.pool), householdsOf(inTwo.pool)])
  const keys = new Map(first.map(({ household_key, people }) => [people.sort().join(), household_key]))
  return new Map(
    second.map(({ household_key, people }) => {
      const renamed = people.map((person) => names.get(person)).sort()
      return [household_key, keys.get(renamed.join()) ?? household_key]
    }),
  )
}

type Names = {
  readonly customers: ReadonlyMap<string, string>
  readonly households: ReadonlyMap<string, string>
}

/** As text, because a number of JavaScript does not hold all digits of a key. */
async function rowsOf(pool: pg.Pool, relation: string, names?: Names) {
  const { rows } = await pool.query<{ row: string }>(`select to_jsonb(one)::text as row from ${relation} one`)
  const renamed = (row: string) =>
    row
      .replace(/"customer_key": (-?\d+)/, (_, key) => `"customer_key": ${names?.customers.get(key) ?? key}`)
      .replace(
        /"household_key": (-?\d+)/,
        (_, key) => `"household_key": ${names?.households.get(key) ?? key}`,
      )
  return rows.map(({ row }) => renamed(row)).sort()
}

test('records in two instalments and in another order give the same rows in every mart and segment', async () => {
  const customers = await renumbered()
  const names = { customers, households: await renumberedHouseholds(customers) }
  const marts = warehouse.graph.transforms.filter(
    ({ name }) => name.startsWith('marts.') && !aboutBuilds.has(name),
  )
  expect(marts.length).toBeGreaterThan(60)
  const different: Record<string, unknown> = {}
  for (const { name } of marts) {
    const [first, second] = await Promise.all([rowsOf(atOnce.pool, name), rowsOf(inTwo.pool, name, names)])
    const [inFirst, inSecond] = [new Set(first), new Set(second)]
    const lost = first.filter((row) => !inSecond.has(row))
    const added = second.filter((row) => !inFirst.has(row))
    if (lost.length + added.length > 0 || first.length !== second.length)
      different[name] = {
        rows: first.length,
        lost: lost.slice(0, 3),
        added: added.slice(0, 3),
        count: lost.length,
      }
  }
  expect(different).toEqual({})
})
