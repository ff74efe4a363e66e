import { beforeAll, expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { buildAll, loadInput, loadJson } from './field.ts'

const db = useDatabase('built')

beforeAll(async () => {
  await loadInput(db.pool, 'stripe.customers', '10-companies-ltd/customers.jsonl')
  await loadInput(db.pool, 'stripe.customers', '30-serviced-office/customers.jsonl')
  const times = { created_at: '2026-01-01T00:00:00Z', updated_at: '2026-01-01T00:00:00Z' }
  await loadJson(db.pool, 'square.customers', [
    { id: 'SQ1', ...times, company_name: 'Harbour Foods GmbH' },
    { id: 'SQ2', ...times, given_name: 'Anna', family_name: 'Fox', company_name: 'Harbour Foods GmbH' },
  ])
  await loadJson(db.pool, 'hubspot.contacts', [
    contact('1', { firstname: 'Northgate Dental', lastname: 'Ltd', company: 'Northgate Dental Ltd' }),
    contact('2', { firstname: 'Anna', lastname: 'Co', company: 'Northgate Dental Ltd' }),
    contact('3', { email: 'anna@northgatedental.example', company: 'Northgate Dental Ltd' }),
  ])
  await buildAll(db.pool)
})

function contact(id: string, properties: object) {
  return {
    id,
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-02T00:00:00Z',
    archived: false,
    properties,
  }
}

test('an organisation keeps its name whole, and a legal form is no family name', async () => {
  const { rows } = await db.pool.query(
    'select record_id, party_type, full_name, given_name, family_name from pii.stg_stripe__customers order by 1',
  )
  expect(rows).toHaveLength(8)
  for (const row of rows)
    expect(row).toMatchObject({ party_type: 'organisation', given_name: null, family_name: null })
  expect(rows[0].full_name).toBe('Northgate Dental Ltd')
})

test('the field for a company names a record without a name, but makes no organisation of a person', async () => {
  const { rows } = await db.pool.query(
    `select record_id, party_type, full_name, family_name from pii.stg_square__customers
     union all
     select record_id, party_type, full_name, family_name from pii.stg_hubspot__contacts
     order by 1`,
  )
  expect(rows).toEqual([
    { record_id: '1', party_type: 'organisation', full_name: 'Northgate Dental Ltd', family_name: null },
    { record_id: '2', party_type: 'person', full_name: 'Anna Co', family_name: 'Co' },
    { record_id: '3', party_type: 'unknown', full_name: null, family_name: null },
    { record_id: 'SQ1', party_type: 'organisation', full_name: 'Harbour Foods GmbH', family_name: null },
    { record_id: 'SQ2', party_type: 'person', full_name: 'Anna Fox', family_name: 'Fox' },
  ])
})
