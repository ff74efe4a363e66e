import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RawEntity } from '../../engine/source.ts'
import { shipstation } from '../../transforms/sources/shipstation.ts'
import { stg_shipstation__orders } from '../../transforms/staging/shipstation/stg_shipstation__orders.ts'
import { stg_shipstation__recipients } from '../../transforms/staging/shipstation/stg_shipstation__recipients.ts'
import { stg_shipstation__returns } from '../../transforms/staging/shipstation/stg_shipstation__returns.ts'
import { stg_shipstation__shipments } from '../../transforms/staging/shipstation/stg_shipstation__shipments.ts'
import { cloneDatabase, type TestDatabase } from '../harness/database.ts'
import { land, refusals, rowsOf, stage } from './staged.ts'

const address = {
  name: 'Ada Byron',
  company: null,
  street1: '12 St James Square',
  street2: '',
  city: 'London',
  state: '',
  postalCode: 'SW1Y 4JH',
  country: 'GB',
  phone: '020 7946 0000',
  residential: true,
}

const order = {
  orderId: 987_654_321,
  orderNumber: '#1001',
  orderKey: '450789469',
  orderDate: '2026-06-29T08:46:27.0000000',
  createDate: '2026-06-29T08:50:00.0000000',
  modifyDate: '2026-06-30T10:00:00.0000000',
  paymentDate: '2026-06-29T08:46:27.0000000',
  shipByDate: '2026-07-05T00:00:00Z',
  orderStatus: 'shipped',
  customerId: 37_701_499,
  customerUsername: 'ada',
  customerEmail: 'Ada@Example.com',
  billTo: address,
  shipTo: address,
  items: [
    { orderItemId: 1, lineItemKey: '466157049', sku: 'MUG', name: 'Mug', quantity: 2, unitPrice: 10 },
    { orderItemId: 2, name: 'SAVE1', quantity: 1, unitPrice: -1, adjustment: true },
  ],
  orderTotal: 22.5,
  amountPaid: 22.5,
  carrierCode: 'royal_mail',
  serviceCode: 'rm_tracked_48',
  shipDate: '2026-06-30',
  advancedOptions: { storeId: 12_345, source: 'web' },
}

const shipment = {
  shipmentId: 33_974_374,
  orderId: order.orderId,
  orderNumber: order.orderNumber,
  customerEmail: order.customerEmail,
  createDate: '2026-06-30T09:59:00.0000000',
  shipDate: '2026-06-30',
  shipmentCost: 3.35,
  insuranceCost: 0.5,
  trackingNumber: 'RM123456789GB',
  isReturnLabel: false,
  carrierCode: 'royal_mail',
  serviceCode: 'rm_tracked_48',
  voided: false,
  voidDate: null,
  shipTo: address,
  weight: { value: 480, units: 'grams', WeightUnits: 2 },
  shipmentItems: [{ orderItemId: 1, sku: 'MUG', name: 'Mug', quantity: 2, unitPrice: 10 }],
}

const returned = {
  label_id: 'se-28529731',
  status: 'completed',
  shipment_id: 'se-28529732',
  outbound_label_id: 'se-1',
  external_order_id: '#1001',
  created_at: '2026-07-06T10:00:00Z',
  ship_date: '2026-07-06T00:00:00Z',
  shipment_cost: { currency: 'gbp', amount: 2.8 },
  tracking_number: 'RM000000001GB',
  tracking_status: 'in_transit',
  is_return_label: true,
  rma_number: 'RMA-1',
  carrier_code: 'royal_mail',
  voided: false,
  voided_at: null,
}

let db: TestDatabase
beforeAll(async () => {
  db = await cloneDatabase()
})
afterAll(() => db.drop())

test.each<[RawEntity, unknown]>([
  [shipstation.orders, order],
  [shipstation.shipments, shipment],
  [shipstation.returns, returned],
])('a record as the API gives it is accepted: $entity', (entity, record) => {
  expect(refusals(entity, record)).toEqual([])
})

test('a broken record is refused with a reason to act on', () => {
  expect(refusals(shipstation.returns, { ...returned, is_return_label: false })).toEqual([
    'is_return_label: the label of a parcel that goes out: load it as shipstation.shipments',
  ])
  expect(refusals(shipstation.shipments, { ...shipment, shipDate: '30/06/2026' })).toEqual([
    'shipDate: not a day like 2026-03-04',
  ])
  expect(refusals(shipstation.orders, { ...order, orderStatus: 'lost', orderDate: 'yesterday' })).toEqual([
    'orderDate: not a time like 2026-03-04T10:15:00',
    expect.stringContaining('orderStatus: Invalid option'),
  ])
})

test('orders, parcels and returns come out of staging in UTC, and are no sales', async () => {
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
})
