import { expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { buildAll, loadInput } from './field.ts'

const db = useDatabase()

const orders = async () =>
  (
    await db.pool.query(
      `select order_id::int as id, is_purchase, is_test, net_amount::float as net
       from warehouse.fct_orders order by order_id`,
    )
  ).rows

test('an export says by other columns that an order was voided or a test', async () => {
  await loadInput(db.pool, 'shopify.orders', '04-shopify-csv-voided/orders_export.csv')
  await loadInput(db.pool, 'shopify.orders', '05-shopify-csv-test-order/orders_export.csv')
  await buildAll(db.pool)
  expect(await orders()).toEqual([
    { id: 5500001, is_purchase: false, is_test: false, net: 0 },
    { id: 5500002, is_purchase: true, is_test: false, net: 12 },
    { id: 5500101, is_purchase: false, is_test: true, net: 999 },
    { id: 5500102, is_purchase: true, is_test: false, net: 12 },
  ])
  const { rows } = await db.pool.query(
    `select sum(lifetime_value_amount)::float as value, sum(order_count)::int as orders from marts.mart_customer_ltv`,
  )
  expect(rows).toEqual([{ value: 24, orders: 2 }])
}, 60_000)
