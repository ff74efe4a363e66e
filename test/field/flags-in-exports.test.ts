import { expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { buildAll, loadInput, loadJson } from './field.ts'

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

test('a refund that only its charge mentions is a row of its own, until it is loaded itself', async () => {
  await loadInput(db.pool, 'stripe.charges', '18-stripe-csv-refunded/payments.csv')
  await buildAll(db.pool)
  const refunds = async () =>
    (
      await db.pool.query(
        `select c.payment_id as charge, r.amount::float, r.status, c.status as charge_status
         from staging.stg_stripe__refund_payments r
         join staging.stg_stripe__charges c on c.payment_key = r.related_payment_key order by 1, 2`,
      )
    ).rows.map((row) => [row.charge, row.amount, row.status, row.charge_status])
  expect(await refunds()).toEqual([
    ['py_rf1', -50, 'succeeded', 'succeeded'],
    ['py_rf2', -30, 'succeeded', 'succeeded'],
  ])
  const refund = {
    created: 1_772_800_000,
    payment_intent: null,
    currency: 'gbp',
    reason: null,
    failure_reason: null,
  }
  await loadJson(db.pool, 'stripe.refunds', [
    { ...refund, id: 're_1', charge: 'py_rf1', amount: 5000, status: 'succeeded' },
    { ...refund, id: 're_2', charge: 'py_rf2', amount: 1000, status: 'succeeded' },
    { ...refund, id: 're_3', charge: 'py_rf2', amount: 9000, status: 'failed' },
  ])
  await buildAll(db.pool)
  expect(await refunds()).toEqual([
    ['py_rf1', -50, 'succeeded', 'succeeded'],
    ['py_rf2', -90, 'failed', 'succeeded'],
    ['py_rf2', -20, 'succeeded', 'succeeded'],
    ['py_rf2', -10, 'succeeded', 'succeeded'],
  ])
}, 60_000)
