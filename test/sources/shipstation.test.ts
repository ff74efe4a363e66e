import { expect, test } from 'vitest'
import type { RawEntity } from '#engine'
import { shipstation } from '../../transforms/sources/shipstation/shipstation.ts'
import { stg_shipstation__orders } from '../../transforms/staging/shipstation/stg_shipstation__orders.ts'
import { stg_shipstation__recipients } from '../../transforms/staging/shipstation/stg_shipstation__recipients.ts'
import { stg_shipstation__returns } from '../../transforms/staging/shipstation/stg_shipstation__returns.ts'
import { stg_shipstation__shipments } from '../../transforms/staging/shipstation/stg_shipstation__shipments.ts'
import { useDatabase } from '../harness/database.ts'
import { order, returned, shipment } from './shipstation-records.ts'
import { land, refusals, rowsOf, stage } from './staged.ts'

const db = useDatabase()

test.each<[RawEntity, unknown]>([
  [shipstation.orders, order],
  [shipstation.shipments, shipment],
  [shipstation.returns, returned],
])('a record of the API is accepted: $entity', (entity, record) => {
  expect(refusals(entity, record)).toEqual([])
})

test('an invalid record is rejected with a helpful reason', () => {
  expect(refusals(shipstation.returns, { ...returned, is_return_label: false })).toEqual([
    'is_return_label: the label of an outbound parcel: load it as shipstation.shipments',
  ])
  expect(refusals(shipstation.shipments, { ...shipment, shipDate: '30/06/2026' })).toEqual([
    'shipDate: not a day like 2026-03-04',
  ])
  expect(refusals(shipstation.orders, { ...order, orderStatus: 'lost', orderDate: 'yesterday' })).toEqual([
    'orderDate: not a time like 2026-03-04T10:15:00',
    expect.stringContaining('orderStatus: Invalid option'),
  ])
})

test('staging has orders, parcels and returns in UTC, and none of them counts as a sale', async () => {
  const waiting = {
    ...order,
    orderId: 5,
    orderStatus: 'awaiting_shipment',
    orderDate: '2026-12-01T01:00:00Z',
    shipByDate: null,
    shipDate: null,
    customerEmail: null,
    customerId: null,
  }
  const voided = { ...shipment, shipmentId: 6, voided: true, isReturnLabel: true, insuranceCost: null }
  expect(await land(db.pool, shipstation.orders, [order, waiting])).toMatchObject({ loaded: 2 })
  expect(await land(db.pool, shipstation.shipments, [shipment, voided])).toMatchObject({ loaded: 2 })
  expect(await land(db.pool, shipstation.returns, [returned])).toMatchObject({ loaded: 1 })
  const staged = [stg_shipstation__orders, stg_shipstation__shipments, stg_shipstation__returns]
  await stage(db.pool, Object.values(shipstation), [...staged, stg_shipstation__recipients])

  expect(staged.map((one) => one.conformsTo?.name)).toEqual(['shipment', 'shipment', 'return_request'])
  const columns = `shipment_id, shipment_type, status, quantity::int, trim_scale(cost)::text as cost, currency,
    created_at, due_at, shipped_at,
    record_key = (select record_key from staging.stg_shipstation__recipients) as is_known,
    parent_key = ops.key_of('shipstation', 'order', '${order.orderId}') as is_of_order`
  expect(
    await rowsOf(
      db.pool,
      `select ${columns} from staging.stg_shipstation__orders
       union all select ${columns} from staging.stg_shipstation__shipments order by shipment_type, shipment_id`,
    ),
  ).toMatchObject([
    { shipment_id: '5', status: 'pending', created_at: new Date('2026-12-01T01:00:00Z'), is_known: null },
    {
      shipment_id: '987654321',
      shipment_type: 'order',
      status: 'shipped',
      quantity: 2,
      cost: null,
      created_at: new Date('2026-06-29T15:46:27Z'),
      due_at: new Date('2026-07-05T00:00:00Z'),
      shipped_at: new Date('2026-06-30T07:00:00Z'),
      is_known: true,
    },
    {
      shipment_type: 'parcel',
      quantity: 2,
      cost: '3.85',
      currency: 'GBP',
      is_known: true,
      is_of_order: true,
    },
    { shipment_type: 'return parcel', status: 'cancelled', cost: '3.35', shipped_at: null },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select status, order_number, authorisation, trim_scale(cost)::text as cost, currency, requested_at
       from staging.stg_shipstation__returns`,
    ),
  ).toEqual([
    {
      status: 'in transit',
      order_number: '#1001',
      authorisation: 'RMA-1',
      cost: '2.8',
      currency: 'GBP',
      requested_at: new Date('2026-07-06T10:00:00Z'),
    },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select record_kind, full_name, email, phone, house_number, street, postcode, country_code, updated_at
       from pii.stg_shipstation__recipients`,
    ),
  ).toEqual([
    {
      record_kind: 'recipient',
      full_name: 'Ada Byron',
      email: 'ada@example.com',
      phone: '+442079460000',
      house_number: '12',
      street: 'St James Square',
      postcode: 'SW1Y 4JH',
      country_code: 'GB',
      updated_at: new Date('2026-06-29T15:46:27Z'),
    },
  ])
})
