import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cloneDatabase, useDatabase } from '../harness/database.ts'
import { buildAll, loadInput, loadJson, loadText } from './field.ts'
import { anyOrder, exportHeader, ofApi, ofExport } from './shopify-both-ways.ts'

const db = useDatabase('built')

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
})

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
})

test('an order is worth the same whether its API or its export brought it', async () => {
  await db.pool.query('delete from raw.shopify__orders')
  const sample = fc.sample(anyOrder, { numRuns: 150, seed: 11 })
  await loadJson(
    db.pool,
    'shopify.orders',
    sample.map((order, n) => ofApi(order, 1_000 + n)),
  )
  const rows = sample.flatMap((order, n) => ofExport(order, 2_000 + n))
  const exported = await loadText(db.pool, 'shopify.orders', 'orders.csv', [exportHeader, ...rows].join('\n'))
  expect(exported).toMatchObject({ loaded: sample.length, quarantined: 0 })
  await buildAll(db.pool)
  const worth = async (from: number) =>
    (
      await db.pool.query(
        `select order_id::int - $1 as n, is_purchase, is_test, net_amount::float as net, other_amount::float as other
         from warehouse.fct_orders where order_id::int between $1 and $1 + 999 order by 1`,
        [from],
      )
    ).rows
  const ofApiOrders = await worth(1_000)
  expect(await worth(2_000)).toEqual(ofApiOrders)
  expect(new Set(ofApiOrders.map((row) => row.is_purchase)).size).toBe(2)
  for (const [n, { net }] of ofApiOrders.entries()) {
    if (sample[n]?.end !== 'paid' && sample[n]?.end !== 'test') expect([n, net]).toEqual([n, 0])
  }
})

test('a warehouse whose only order was voided is published, and worth nothing', async () => {
  const only = await cloneDatabase('built')
  try {
    await loadInput(only.pool, 'shopify.orders', '04-shopify-csv-voided/same-order-api.jsonl')
    await buildAll(only.pool)
    const { rows } = await only.pool.query(
      'select status, is_purchase, net_amount::float as net from warehouse.fct_orders',
    )
    expect(rows).toEqual([{ status: 'voided', is_purchase: false, net: 0 }])
  } finally {
    await only.drop()
  }
})
