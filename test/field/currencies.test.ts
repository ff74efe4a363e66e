import { join } from 'node:path'
import { expect, test } from 'vitest'
import { build } from '../../engine/build/build.ts'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { useDatabase } from '../harness/database.ts'
import { loadText } from './field.ts'

const db = useDatabase()

test('amounts in two currencies are never added, and what is missing is said', async () => {
  await loadText(
    db.pool,
    'online_retail.transactions',
    'lines.csv',
    `InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
536365,85123A,HEART HOLDER,2,2026-02-01 08:26:00,5.00,17850,United Kingdom`,
  )
  const folder = (name: string) => join(import.meta.dirname, name)
  await build(db.pool, await loadWarehouse(folder('../../transforms'), folder('two-currencies')), { jobs: 2 })
  const one = async (query: string) => (await db.pool.query(query)).rows
  expect(
    await one(`select currency, count(*)::int as orders, sum(net_amount)::float as net,
      sum(original_amount)::float as original, bool_and(is_purchase) as are_purchases, max(region) as region
      from warehouse.fct_orders group by currency order by currency`),
  ).toEqual([
    { currency: 'BRL', orders: 2, net: null, original: 1000, are_purchases: true, region: 'SP' },
    { currency: 'GBP', orders: 2, net: 50, original: 50, are_purchases: true, region: 'SP' },
    { currency: 'USD', orders: 1, net: null, original: 25, are_purchases: true, region: 'SP' },
  ])
  expect(
    await one(`select order_count, unvalued_order_count, lifetime_value_amount::float as value,
      average_order_amount::float as average, customer_type
      from marts.mart_customer_ltv where is_known`),
  ).toEqual([{ order_count: 4, unvalued_order_count: 2, value: 50, average: 25, customer_type: 'customer' }])
  expect(
    await one(`select reason, source, currency, order_count, original_amount::float as amount
      from marts.mart_left_out order by currency`),
  ).toEqual([
    { reason: 'currency', source: 'feira', currency: 'BRL', order_count: 2, amount: 1000 },
    { reason: 'currency', source: 'feira', currency: 'USD', order_count: 1, amount: 25 },
  ])
  expect(await one('select sum(net_amount)::float as net from warehouse.fct_order_lines')).toEqual([
    { net: 50 },
  ])
})
