import type { Pool } from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { removeSample } from '../../seeds/sample/remove.ts'
import { matchModel } from '../../stewardship/match-model.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'
import { person } from '../identity/matching/people.ts'
import { buildAll, loadJson, loadText } from './field.ts'

const people = 400

/** Two records of each person: the street is written in two ways, and one record has an email address. */
const contacts = Array.from({ length: people }, (_, at) => {
  const { given, family, birth, email, street, house, postcode } = person(at)
  const properties = { firstname: given, lastname: family, date_of_birth: birth, zip: postcode }
  const stamps = { createdAt: '2026-03-01T10:00:00Z', updatedAt: '2026-03-02T10:00:00Z', archived: false }
  return [
    {
      id: String(2 * at),
      properties: { ...properties, address: `Rua ${street} ${house}`, email },
      ...stamps,
    },
    { id: String(2 * at + 1), properties: { ...properties, address: `R. ${street} ${house}` }, ...stamps },
  ]
}).flat()

const headings = 'member_id,joined_at,updated_at,city,postcode'
const membersWithoutNames = [
  headings,
  ...Array.from(
    { length: 2000 },
    (_, at) => `M${at},2026-01-01T00:00:00Z,2026-01-01T00:00:00Z,Porto,${person(at % 300).postcode}`,
  ),
].join('\n')

const loadContacts = (pool: Pool) => loadJson(pool, 'hubspot.contacts', contacts)
const loadMembers = (pool: Pool) => loadText(pool, 'loyalty.members', 'members.csv', membersWithoutNames)

/** The records of each customer in the CRM. */
async function crmCustomers(pool: Pool): Promise<string[]> {
  const { rows } = await pool.query<{ records: string }>(`
    select string_agg(p.record_id, ' ' order by p.record_id) as records
    from identity.map_identity i
    join pii.stg_hubspot__contacts p using (record_key)
    group by i.customer_key
    order by 1`)
  return rows.map(({ records }) => records)
}

const databases: TestDatabase[] = []
async function open(template?: 'migrated' | 'sample'): Promise<Pool> {
  const database = await cloneDatabase(template)
  databases.push(database)
  return database.pool
}
afterAll(async () => {
  for (const database of databases) await database.drop()
})

let alone: string[]
beforeAll(async () => {
  const pool = await open()
  await loadContacts(pool)
  await buildAll(pool)
  alone = await crmCustomers(pool)
})

test('a CRM gives the same customers, whether members without names were loaded before it or not', async () => {
  expect(alone).toHaveLength(people)
  const pool = await open()
  await loadMembers(pool)
  await buildAll(pool)
  expect((await matchModel(pool))?.findings).toMatchObject([
    {
      kind: 'prior at its bound',
      meaning: expect.stringContaining('0 of 2,000 records have something by which they could be compared'),
    },
  ])
  await loadContacts(pool)
  await buildAll(pool)
  expect(await crmCustomers(pool)).toEqual(alone)
  const model = await matchModel(pool)
  expect(model?.trainedBecause).toBe('hubspot has records for the first time')
  expect(model?.findings.map(({ kind }) => kind)).not.toContain('prior at its bound')
})

test('the sample company leaves no trace in the customers of real records once it is removed', async () => {
  const pool = await open('sample')
  await loadContacts(pool)
  await buildAll(pool)
  await removeSample(pool)
  await buildAll(pool)
  expect((await matchModel(pool))?.trainedBecause).toBe('the sample company was removed')
  expect(await crmCustomers(pool)).toEqual(alone)
})
