import { expect, test } from 'vitest'
import { id, money, sql, text, transform } from '#engine'
import { build } from '../../../engine/build/build.ts'
import { useDatabase } from '../../harness/database.ts'
import { putItems, stg_items, warehouseOf } from '../tiny.ts'

const db = useDatabase()

test('a failed not-null names the columns that are null and one row, once', async () => {
  await putItems(db.pool, { a: 1, b: 2, c: 3 })
  const orders = transform('marts.orders', {
    description: 'Orders, two of them without an amount.',
    grain: ['item'],
    columns: {
      item: id('Item'),
      label: text('Label'),
      name: text('Name').pii('name'),
      amount: money('Amount'),
    },
    query: sql`
      select item, 'x' as label, 'Jane' as name, nullif(amount, 1) + nullif(amount, 2) as amount from ${stg_items}`,
  })
  const error: unknown = await build(db.pool, warehouseOf(stg_items, orders), {}).catch(
    (caught: unknown) => caught,
  )
  const message = error instanceof Error ? error.message : ''
  expect(message).toMatch(
    /^marts\.orders failed its tests.*: amount must not be null \(2 rows, such as item [ab]\)\./,
  )
  expect(message.match(/such as/g)).toHaveLength(1)
  expect(message).not.toMatch(/Jane|label/)
})
