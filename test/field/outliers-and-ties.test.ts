import { expect, test } from 'vitest'
import { cloneDatabase } from '../harness/database.ts'
import { buildAll, loadInput } from './field.ts'

test('an order dated 2062 moves nobody else, counts for nothing yet, and is reported', async () => {
  const db = await cloneDatabase('built')
  try {
    await loadInput(db.pool, 'shopify.orders', '14-future-order/orders.jsonl')
    await buildAll(db.pool)
    const rfm = await db.pool.query(
      `select max(recency_days) as most, bool_and(as_of_date = (now() at time zone 'utc')::date) as is_today
       from marts.mart_rfm`,
    )
    expect(rfm.rows[0].most).toBeLessThan(1000)
    expect(rfm.rows[0].is_today).toBe(true)
    const future = await db.pool.query(
      `select excluded_because, is_purchase, net_amount::float as net, original_amount::float as original
       from warehouse.fct_orders where ordered_date > '2060-01-01'`,
    )
    expect(future.rows).toEqual([{ excluded_because: 'future', is_purchase: false, net: 0, original: 10 }])
    const { rows } = await db.pool.query(
      'select reason, source, currency, order_count, original_amount::float as amount from marts.mart_left_out',
    )
    expect(rows).toEqual([
      { reason: 'future', source: 'shopify', currency: 'GBP', order_count: 1, amount: 10 },
    ])
    const days = await db.pool.query('select count(*)::int as days from warehouse.dim_date')
    expect(days.rows[0].days).toBeLessThan(5 * 366)
  } finally {
    await db.drop()
  }
})

test('ten equal customers have equal scores', async () => {
  const db = await cloneDatabase('built')
  try {
    await loadInput(db.pool, 'shopify.orders', '15-rfm-ties/orders.jsonl')
    await buildAll(db.pool)
    const { rows } = await db.pool.query(
      'select rfm_code, segment, count(*)::int as customers from marts.mart_rfm group by 1, 2',
    )
    expect(rows).toEqual([{ rfm_code: '511', segment: 'New', customers: 10 }])
  } finally {
    await db.drop()
  }
})
