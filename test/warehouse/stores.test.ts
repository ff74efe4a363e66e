import { expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'

const db = useDatabase('sample')

test('orders at the tills are in the two shops, and orders on the web are in none', async () => {
  const { rows } = await db.pool.query(`
    select s.store_name, o.channel, count(*) > 50 as has_many
    from warehouse.fct_orders o
    join warehouse.dim_store s using (store_key)
    group by s.store_name, o.channel
    order by s.store_name`)
  expect(rows).toEqual([
    { store_name: 'Not in a store', channel: 'web', has_many: true },
    { store_name: 'Old Town', channel: 'store', has_many: true },
    { store_name: 'Quayside', channel: 'store', has_many: true },
  ])
})

test('each store sold what its tills say, and a line is in the store of its order', async () => {
  const { rows } = await db.pool.query(`
    with tills as (
      select record ->> 'location_id' as store_id, count(*)::int as orders
      from (select to_jsonb(o) as record from raw.square__orders o) raw_orders
      group by 1
    ),
    facts as (
      select s.store_id, count(*)::int as orders
      from warehouse.fct_orders o
      join warehouse.dim_store s using (store_key)
      where s.is_described
      group by 1
    )
    select tills.store_id, tills.orders, facts.orders as fact_orders
    from tills full join facts using (store_id)`)
  expect(rows.length).toBe(2)
  for (const { orders, fact_orders } of rows) expect(fact_orders).toBe(orders)
  const elsewhere = await db.pool.query(`
    select from warehouse.fct_order_lines l join warehouse.fct_orders o using (order_key)
    where l.store_key <> o.store_key`)
  expect(elsewhere.rowCount).toBe(0)
})

test('orders by the part of the day in which they were placed', async () => {
  const { rows } = await db.pool.query(`
    select count(*) as orders, count(*) filter (where t.hour = extract(hour from o.ordered_at at time zone 'Europe/London')) as right_hour
    from warehouse.fct_orders o
    join warehouse.dim_time_of_day t on t.minute_of_day = o.ordered_minute`)
  expect(Number(rows[0]?.orders)).toBeGreaterThan(100)
  expect(rows[0]?.right_hour).toBe(rows[0]?.orders)
})
