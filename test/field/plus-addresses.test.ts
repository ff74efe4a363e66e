import { beforeAll, expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { buildAll, loadInput, loadJson } from './field.ts'

const db = useDatabase('built')

beforeAll(async () => {
  await loadInput(db.pool, 'shopify.orders', '19-plus-relay/orders.jsonl')
  await loadInput(db.pool, 'loyalty.members', '19-plus-relay/members.csv')
  const at = '2026-03-05T10:00:00Z'
  await loadJson(
    db.pool,
    'shopify.checkouts',
    ['Kit.Lane+a@Gmail.com', 'kit.lane+b@gmail.com', 'desk+1@agency.example', 'desk+2@agency.example'].map(
      (email, i) => ({
        id: 70 + i,
        token: `t${i}`,
        email,
        phone: null,
        created_at: at,
        updated_at: at,
        completed_at: null,
        currency: 'GBP',
        customer: null,
        total_line_items_price: '10.00',
        total_discounts: '0.00',
        total_tax: '0.00',
        subtotal_price: '10.00',
        total_price: '10.00',
        line_items: [{ key: 'k', product_id: 1, title: 'Mug', quantity: 1, price: '10.00' }],
      }),
    ),
  )
  await buildAll(db.pool)
})

test('two people at a relay are two, each at their own address', async () => {
  const { rows } = await db.pool.query(
    `select full_name, email from pii.dim_customer where email like 'relay%' order by 1`,
  )
  expect(rows).toEqual([
    { full_name: 'Hana Sato', email: 'relay+k3f9q@buyers.bazaar.example' },
    { full_name: 'Luca Moretti', email: 'relay+z81px@buyers.bazaar.example' },
  ])
})

test('two people at one studio are two', async () => {
  const { rows } = await db.pool.query(
    'select distinct customer_key from staging.stg_loyalty__members join identity.map_identity using (record_key)',
  )
  expect(rows).toHaveLength(2)
})

test('a guest of a provider that ignores tags is one, and has an address that was given', async () => {
  const { rows } = await db.pool.query(
    `select email from pii.stg_shopify__guests where email ~ 'kit|desk' order by 1`,
  )
  expect(rows).toEqual([
    { email: 'desk+1@agency.example' },
    { email: 'desk+2@agency.example' },
    { email: 'kit.lane+b@gmail.com' },
  ])
})
