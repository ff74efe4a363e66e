import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadFile } from '../../engine/loading/load.ts'
import { square } from '../../transforms/sources/square/square.ts'
import { stg_square__order_lines } from '../../transforms/staging/square/stg_square__order_lines.ts'
import { stg_square__orders } from '../../transforms/staging/square/stg_square__orders.ts'
import { useDatabase } from '../harness/database.ts'
import { soldItems } from './square-records.ts'
import { rowsOf, stage } from './staged.ts'

const db = useDatabase()

test('rows of the item sales export become orders, and returned items become separate orders', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-square-'))
  const file = join(folder, 'items.csv')
  await writeFile(file, soldItems)
  const result = await loadFile(db.pool, square.orders, file)
  expect(result).toMatchObject({ read: 5, loaded: 3, quarantined: 2 })
  expect(result.reasons.map(({ field, example }) => `${field}: ${example}`).sort()).toEqual([
    ': cannot be made into a record: the time zone "Atlantis" is not known',
    'line_items.0.total_tax_money.amount: Too small: expected number to be >=0',
  ])
  await stage(db.pool, [square.orders, square.payments], [stg_square__orders, stg_square__order_lines])
  const orders = await rowsOf(
    db.pool,
    `select order_id, order_type, ordered_at, sum(gross_amount) as gross, sum(discount_amount) as discount,
       sum(returned_amount) as returned, sum(quantity)::int as quantity
     from staging.stg_square__orders join staging.stg_square__order_lines using (order_key)
     group by 1, 2, 3 order by 1`,
  )
  expect(orders).toEqual([
    {
      order_id: 'SQ1',
      order_type: 'sale',
      ordered_at: new Date('2026-07-18T11:59:30Z'),
      gross: '24.5000',
      discount: '2.0000',
      returned: '0.0000',
      quantity: 3,
    },
    {
      order_id: 'SQ1 refund 2026-07-19T09:00:00.000Z',
      order_type: 'return',
      ordered_at: new Date('2026-07-19T09:00:00Z'),
      gross: '0.0000',
      discount: '0.0000',
      returned: '9.0000',
      quantity: -1,
    },
    {
      order_id: 'SQ2',
      order_type: 'sale',
      ordered_at: new Date('2026-07-18T12:10:00Z'),
      gross: '1234.5000',
      discount: '0.0000',
      returned: '0.0000',
      quantity: 1,
    },
  ])
  await rm(folder, { recursive: true })
})
