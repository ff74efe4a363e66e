import { expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { buildAll, loadInput } from './field.ts'

const db = useDatabase('built')

test('identifiers that a spreadsheet wrote as floats and dates in its own format are quarantined', async () => {
  const loaded = await loadInput(db.pool, 'shopify.orders', '46-excel-ids/orders_export.csv')
  expect(loaded).toMatchObject({ read: 3, loaded: 0, quarantined: 3 })
  await buildAll(db.pool)
  const { rows } = await db.pool.query('select count(*)::int as orders from warehouse.fct_orders')
  expect(rows).toEqual([{ orders: 0 }])
})
