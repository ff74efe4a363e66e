import { expect, test } from 'vitest'
import type { RawEntity } from '#engine'
import { shopify } from '../../transforms/sources/shopify/shopify.ts'
import { stg_shopify__checkouts } from '../../transforms/staging/shopify/stg_shopify__checkouts.ts'
import { stg_shopify__fulfillments } from '../../transforms/staging/shopify/stg_shopify__fulfillments.ts'
import { stg_shopify__orders } from '../../transforms/staging/shopify/stg_shopify__orders.ts'
import { stg_shopify__product_variants } from '../../transforms/staging/shopify/stg_shopify__product_variants.ts'
import { stg_shopify__products } from '../../transforms/staging/shopify/stg_shopify__products.ts'
import { useDatabase } from '../harness/database.ts'
import { exportedCustomer, exportedOrder, orderRow } from './shopify-export.ts'
import { land, recordKeyOf, refusals, rowsOf, stage } from './staged.ts'

const product = {
  id: 632910392,
  title: 'Teapot',
  body_html: '<p>Holds a litre.</p>',
  vendor: 'Pottery & Sons',
  product_type: 'Kitchen',
  created_at: '2026-01-02T08:59:11-05:00',
  handle: 'teapot',
  updated_at: '2026-02-02T08:59:11-05:00',
  published_at: '2026-01-02T08:59:11-05:00',
  tags: 'tea, pots',
  status: 'active',
  admin_graphql_api_id: 'gid://shopify/Product/632910392',
  variants: [
    {
      id: 808950810,
      product_id: 632910392,
      title: 'Blue',
      price: '10.00',
      sku: 'TEA-BLUE',
      position: 1,
      barcode: '1234',
    },
    {
      id: 808950811,
      product_id: 632910392,
      title: 'Red',
      price: '12.50',
      compare_at_price: '15.00',
      sku: null,
    },
  ],
  options: [{ id: 594680422, name: 'Colour', position: 1, values: ['Blue', 'Red'] }],
}
const checkout = {
  id: 450789469,
  token: '2a1ace52255252df566af0faaedfbfa7',
  cart_token: '68778783ad298f1c80c3bafcddeea02f',
  email: 'Ada+Shop@Example.com',
  phone: null,
  created_at: '2026-03-04T10:00:00+00:00',
  updated_at: '2026-03-04T10:06:00+00:00',
  completed_at: null,
  landing_site: '/teapots',
  referring_site: 'https://www.google.com/search?q=teapot',
  currency: 'EUR',
  total_discounts: '2.00',
  total_line_items_price: '32.50',
  total_price: '36.60',
  total_tax: '6.10',
  abandoned_checkout_url: 'https://shop.example/548380009/checkouts/2a1ace52/recover?key=1',
  line_items: [
    {
      key: 'a',
      product_id: 632910392,
      variant_id: 808950810,
      title: 'Teapot',
      quantity: 2,
      price: '10.00',
      sku: 'TEA-BLUE',
    },
    {
      key: 'b',
      product_id: 632910392,
      variant_id: 808950811,
      title: 'Teapot',
      quantity: 1,
      price: '12.50',
      sku: null,
    },
  ],
  billing_address: { first_name: 'Ada', last_name: 'Byron', country: 'Ireland', country_code: 'IE' },
}

const db = useDatabase()

test.each<[RawEntity, unknown]>([
  [shopify.products, product],
  [shopify.checkouts, checkout],
  [shopify.orders, shopify.orders.csv?.record(exportedOrder)],
  [shopify.customers, shopify.customers.csv?.record([exportedCustomer])],
])('a record is accepted: $entity', (entity, record) => {
  expect(refusals(entity, record)).toEqual([])
})

test('an invalid record is rejected with a helpful reason', () => {
  const [blue] = product.variants
  expect(refusals(shopify.products, { ...product, variants: [{ ...blue, price: '£10' }] })).toEqual([
    'variants.0.price: not an amount from zero with at most 12 digits before the point',
  ])
  expect(refusals(shopify.products, { ...product, variants: [blue, blue] })).toEqual([
    'variants: two variants have the same id',
  ])
  const broken = orderRow({
    ...exportedOrder[0],
    Id: '',
    'Created at': 'yesterday',
    'Fulfilled at': '',
    'Paid at': '',
    'Lineitem price': 'free',
    Currency: '$',
  })
  expect(refusals(shopify.orders, shopify.orders.csv?.record([broken]))).toEqual([
    'id: Invalid input: expected number, received null',
    'created_at: not a point in time like 2026-03-04T10:15:00Z',
    'processed_at: not a point in time like 2026-03-04T10:15:00Z',
    'updated_at: not a point in time like 2026-03-04T10:15:00Z',
    'currency: not a currency code of three letters',
    'line_items.0.price: not an amount with at most 12 digits before the point',
  ])
})

test('staging has products and checkouts', async () => {
  const simple = {
    ...product,
    id: 7,
    status: 'draft',
    product_type: '',
    variants: [{ id: 8, title: 'Default Title', price: 3 }],
  }
  const paid = {
    ...checkout,
    id: 2,
    email: null,
    customer: { id: 207119551 },
    completed_at: '2026-03-04T11:00:00Z',
    currency: 'GBP',
  }
  expect(await land(db.pool, shopify.products, [product, simple])).toMatchObject({
    loaded: 2,
    quarantined: 0,
  })
  expect(await land(db.pool, shopify.checkouts, [checkout, paid])).toMatchObject({
    loaded: 2,
    quarantined: 0,
  })
  await stage(
    db.pool,
    [shopify.products, shopify.checkouts],
    [stg_shopify__products, stg_shopify__product_variants, stg_shopify__checkouts],
  )
  expect(
    await rowsOf(
      db.pool,
      `select product_id, category, status, variant_count, lowest_price::float as lowest, highest_price::float as highest
       from staging.stg_shopify__products order by product_id`,
    ),
  ).toEqual([
    {
      product_id: '632910392',
      category: 'Kitchen',
      status: 'active',
      variant_count: 2,
      lowest: 10,
      highest: 12.5,
    },
    { product_id: '7', category: null, status: 'draft', variant_count: 1, lowest: 3, highest: 3 },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select variant_id, variant_name, sku, price::float as price, list_price::float as list_price
       from staging.stg_shopify__product_variants order by variant_id`,
    ),
  ).toEqual([
    { variant_id: '8', variant_name: null, sku: null, price: 3, list_price: null },
    { variant_id: '808950810', variant_name: 'Blue', sku: 'TEA-BLUE', price: 10, list_price: null },
    { variant_id: '808950811', variant_name: 'Red', sku: null, price: 12.5, list_price: 15 },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select checkout_id, status, line_count, quantity::int as quantity, goods, discount, total, currency, referrer_host,
         record_key = ${recordKeyOf(`'shopify', 'guest', 'ada+shop@example.com'`)} as is_guest,
         record_key = ${recordKeyOf(`'shopify', 'customer', '207119551'`)} as is_customer
       from pii.stg_shopify__checkouts order by checkout_id`,
    ),
  ).toEqual(
    [
      {
        checkout_id: '2',
        status: 'completed',
        currency: 'GBP',
        is_guest: false,
        is_customer: true,
      },
      { checkout_id: '450789469', status: 'open', currency: 'EUR', is_guest: true, is_customer: false },
    ].map((row) => ({
      ...row,
      line_count: 2,
      quantity: 3,
      goods: '32.50',
      discount: '2.00',
      total: '36.60',
      referrer_host: 'www.google.com',
    })),
  )
})

test('staging has parcels with their orders, from the API and from the export', async () => {
  const exported = shopify.orders.csv?.record(exportedOrder)
  const parcel = {
    id: 255858046,
    order_id: 5001,
    status: 'success',
    shipment_status: 'delivered',
    created_at: '2026-03-05T09:00:00+00:00',
    tracking_company: 'Royal Mail',
    tracking_number: 'RM1',
    line_items: [{ id: 1, quantity: 2 }],
  }
  const api = {
    ...(typeof exported === 'object' ? exported : {}),
    id: 5001,
    fulfillments: [parcel, { ...parcel, id: 255858047, status: 'cancelled', tracking_number: null }],
  }
  expect(await land(db.pool, shopify.orders, [exported, api])).toMatchObject({ quarantined: 0 })
  await stage(db.pool, [shopify.orders], [stg_shopify__orders, stg_shopify__fulfillments])
  expect(
    await rowsOf(
      db.pool,
      `select shipment_id, f.status, carrier, tracking_number, quantity::int as quantity, shipped_at, o.order_id, f.record_key = o.record_key as is_of_buyer
       from pii.stg_shopify__fulfillments f join pii.stg_shopify__orders o on o.order_key = f.parent_key order by shipment_id`,
    ),
  ).toEqual([
    {
      shipment_id: '255858046',
      status: 'shipped',
      carrier: 'Royal Mail',
      tracking_number: 'RM1',
      quantity: 2,
      shipped_at: new Date('2026-03-05T09:00:00Z'),
      order_id: '5001',
      is_of_buyer: true,
    },
    {
      shipment_id: '255858047',
      status: 'cancelled',
      carrier: 'Royal Mail',
      tracking_number: null,
      quantity: 2,
      shipped_at: null,
      order_id: '5001',
      is_of_buyer: true,
    },
    {
      shipment_id: '450789469',
      status: 'shipped',
      carrier: null,
      tracking_number: null,
      quantity: 3,
      shipped_at: new Date('2026-03-05T08:00:00Z'),
      order_id: '450789469',
      is_of_buyer: true,
    },
  ])
})
