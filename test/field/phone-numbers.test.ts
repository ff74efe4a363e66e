import { beforeAll, expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { buildAll, loadInput, loadJson } from './field.ts'

const db = useDatabase('built')

beforeAll(async () => {
  await loadInput(db.pool, 'loyalty.members', '09-phone-float/members.csv')
  await loadInput(db.pool, 'shopify.orders', '42-cod-phones/orders.jsonl')
  const contact = (id: string, properties: object) => ({
    id,
    createdAt: '2026-01-01T00:00:00Z',
    updatedAt: '2026-01-02T00:00:00Z',
    archived: false,
    properties,
  })
  await loadJson(db.pool, 'hubspot.contacts', [
    contact('1', { firstname: 'Ida', phone: '2024561111.0', country: 'United States' }),
    contact('2', { firstname: 'Ole', phone: '447911123459.0', country: 'United States' }),
    contact('3', { firstname: 'Rui', phone: '4.47911E+11', country: 'United Kingdom' }),
    contact('4', { firstname: 'Eve', phone: '33142685300', country: 'United Kingdom' }),
    contact('5', { firstname: 'Léa', phone: '33142685300', country: 'France' }),
  ])
  await buildAll(db.pool)
})

test('a number that a spreadsheet saved as a float is read, and one with a digit too many is no number', async () => {
  const { rows } = await db.pool.query(
    'select record_id, phone, phone_kind from pii.stg_loyalty__members order by 1',
  )
  expect(rows).toEqual([
    { record_id: 'M1', phone: '+447911123456', phone_kind: 'mobile' },
    { record_id: 'M2', phone: '+447911123457', phone_kind: 'mobile' },
    { record_id: 'M3', phone: null, phone_kind: 'invalid' },
  ])
})

test('digits without a plus are of the person’s country or of the source’s, and of no other', async () => {
  const { rows } = await db.pool.query('select record_id, phone from pii.stg_hubspot__contacts order by 1')
  expect(rows).toEqual([
    { record_id: '1', phone: '+12024561111' },
    { record_id: '2', phone: '+447911123459' },
    { record_id: '3', phone: null },
    { record_id: '4', phone: null },
    { record_id: '5', phone: '+33142685300' },
  ])
})

test('a number written with its country code twice over is the one it was', async () => {
  const { rows } = await db.pool.query('select distinct phone from pii.stg_shopify__guests')
  expect(rows).toEqual([{ phone: '+447400500001' }])
})
