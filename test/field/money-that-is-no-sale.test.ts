import { expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { buildAll, loadInput } from './field.ts'

const db = useDatabase()

test('a gift card, a tip and a voided order are no sales of goods', async () => {
  await loadInput(db.pool, 'shopify.orders', '32-gift-card/orders.jsonl')
  await loadInput(db.pool, 'shopify.orders', '33-tip-line/orders.jsonl')
  await loadInput(db.pool, 'shopify.orders', '04-shopify-csv-voided/same-order-api.jsonl')
  await buildAll(db.pool)
  const { rows } = await db.pool.query(
    `select order_id, is_purchase, net_amount::float as net, other_amount::float as other
     from warehouse.fct_orders order by order_id`,
  )
  expect(rows).toEqual([
    { order_id: '3210001', is_purchase: false, net: 0, other: 50 },
    { order_id: '3210002', is_purchase: true, net: 50, other: 0 },
    { order_id: '3310001', is_purchase: true, net: 40, other: 6 },
    { order_id: '5500001', is_purchase: false, net: 0, other: 0 },
  ])
}, 60_000)
