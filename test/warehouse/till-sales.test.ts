import { join } from 'node:path'
import { expect, test } from 'vitest'
import { build } from '../../engine/build/build.ts'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { shipstation } from '../../transforms/sources/shipstation/shipstation.ts'
import { square } from '../../transforms/sources/square/square.ts'
import { stripe } from '../../transforms/sources/stripe/stripe.ts'
import { cloneDatabase } from '../harness/database.ts'
import { shipment, order as toSend } from '../sources/shipstation-records.ts'
import { customer, giveBack, sale } from '../sources/square-records.ts'
import { land, rowsOf } from '../sources/staged.ts'
import { customer as billed, charge } from '../sources/stripe-records.ts'

test('sales at the tills are orders, orders to be sent and charges are not, and one without a rate has no amount', async () => {
  const db = await cloneDatabase('built')
  try {
    const inEuros = { ...sale, id: 'euros', total_money: { amount: 2670, currency: 'EUR' } }
    await land(db.pool, square.customers, [customer])
    expect(await land(db.pool, square.orders, [sale, giveBack, inEuros])).toMatchObject({ loaded: 3 })
    await land(db.pool, shipstation.orders, [toSend])
    await land(db.pool, shipstation.shipments, [shipment])
    await land(db.pool, stripe.customers, [billed])
    await land(db.pool, stripe.charges, [charge])
    await build(db.pool, await loadWarehouse(join(import.meta.dirname, '../../transforms')), { jobs: 2 })
    expect(
      await rowsOf(
        db.pool,
        `select f.source, f.order_id, f.order_type, f.line_count, f.net_amount, f.other_amount, d.full_name
         from warehouse.fct_orders f join pii.dim_customer d using (customer_key)
         order by f.ordered_at, f.order_id = 'euros'`,
      ),
    ).toEqual([
      {
        source: 'square',
        order_id: sale.id,
        order_type: 'sale',
        line_count: 5,
        net_amount: '21.1300',
        other_amount: '2.0000',
        full_name: 'Amelia Earhart',
      },
      {
        source: 'square',
        order_id: 'euros',
        order_type: 'sale',
        line_count: 5,
        net_amount: null,
        other_amount: null,
        full_name: 'Amelia Earhart',
      },
      {
        source: 'square',
        order_id: 'returned',
        order_type: 'return',
        line_count: 1,
        net_amount: '-7.9200',
        other_amount: '0.0000',
        full_name: 'Amelia Earhart',
      },
    ])
    expect(
      await rowsOf(
        db.pool,
        `select order_count, lifetime_value_amount from marts.mart_customer_ltv where order_count > 0`,
      ),
    ).toEqual([{ order_count: 2, lifetime_value_amount: '13.2100' }])
  } finally {
    await db.drop()
  }
})
