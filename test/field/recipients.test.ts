import { beforeAll, expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { buildAll, loadInput, loadJson } from './field.ts'

const db = useDatabase('built')
const at = '2026-03-04T10:00:00.0000000'
const party = (name: string | null, phone: string | null = null, street1: string | null = null) => ({
  name,
  phone,
  street1,
  postalCode: street1 && 'YO1 7AA',
  country: 'GB',
})
let orderId = 100
const order = (customerEmail: string | null, billTo: object, shipTo: object) => {
  orderId += 1
  const times = { orderDate: at, createDate: at, modifyDate: at }
  return {
    orderId,
    orderNumber: String(orderId),
    ...times,
    orderStatus: 'shipped',
    customerEmail,
    billTo,
    shipTo,
    items: [],
  }
}

beforeAll(async () => {
  await loadInput(db.pool, 'shopify.customers', '12-gift-recipient/shopify_customers.jsonl')
  await loadInput(db.pool, 'shipstation.orders', '12-gift-recipient/shipstation_orders.jsonl')
  const customer = {
    email: null,
    phone: null,
    state: null,
    verified_email: null,
    tags: '',
    note: null,
    currency: null,
  }
  const place = { address1: '7 Fir Row', zip: 'YO1 7AA', country: 'United Kingdom', phone: '07911 100070' }
  await loadJson(db.pool, 'shopify.customers', [
    {
      ...customer,
      id: 71,
      first_name: 'Mia',
      last_name: 'Ek',
      default_address: { ...place, first_name: 'Jon', last_name: 'Sand' },
      created_at: null,
      updated_at: null,
    },
    {
      ...customer,
      id: 72,
      first_name: 'Mia',
      last_name: 'Ek',
      default_address: { ...place, first_name: 'M.', last_name: 'EK' },
      created_at: null,
      updated_at: null,
    },
    {
      ...customer,
      id: 73,
      first_name: 'Mia',
      last_name: 'Ek',
      default_address: place,
      created_at: null,
      updated_at: null,
    },
  ])
  await loadJson(db.pool, 'shipstation.orders', [
    order('ola.berg@one.example', party('Ola Berg'), party('OLA  BERG', '07911 100010', '1 Fir Row')),
    order(
      'ida.holm@two.example',
      party('Ida Holm', '07911 100020'),
      party('Per Strand', '+44 7911 100020', '2 Fir Row'),
    ),
    order('present@three.example', party(null), party('Eva Dahl', null, '3 Fir Row')),
    order('tom.lind@four.example', party(null), party('Tom Lind', null, '4 Fir Row')),
    order(null, party(null), party('Ann Moe', '07911 100050', '5 Fir Row')),
  ])
  await loadJson(db.pool, 'shipstation.shipments', [
    {
      shipmentId: 1,
      orderId: 999,
      customerEmail: 'giver@six.example',
      createDate: at,
      shipDate: '2026-03-05',
      shipmentCost: 3,
      isReturnLabel: false,
      voided: false,
      shipTo: party('Lea Vik', null, '6 Fir Row'),
    },
  ])
  await buildAll(db.pool)
})

test("the buyer's address and telephone number are not those of the recipient of a present", async () => {
  const { rows } = await db.pool.query(
    `select record_kind as kind, full_name as name, email, phone, street
     from pii.stg_shipstation__recipients order by full_name, email`,
  )
  const nobody = { name: null, email: null, phone: null, street: null }
  expect(rows).toEqual([
    { ...nobody, kind: 'recipient', name: 'Ann Moe', phone: '+447911100050', street: 'Fir Row' },
    { ...nobody, kind: 'recipient', name: 'Eva Dahl', street: 'Fir Row' },
    { ...nobody, kind: 'buyer', name: 'Ida Holm', email: 'ida.holm@two.example', phone: '+447911100020' },
    { ...nobody, kind: 'recipient', name: 'Lea Vik', street: 'Fir Row' },
    {
      kind: 'buyer',
      name: 'Nadia Cole',
      email: 'nadia.cole@cole.example',
      phone: '+447911100001',
      street: 'Oak Street',
    },
    {
      kind: 'recipient',
      name: 'Ola Berg',
      email: 'ola.berg@one.example',
      phone: '+447911100010',
      street: 'Fir Row',
    },
    { ...nobody, kind: 'recipient', name: 'Per Strand', street: 'Fir Row' },
    { ...nobody, kind: 'recipient', name: 'Rosie Webb', phone: '+447911100002', street: 'Elm Row' },
    { ...nobody, kind: 'recipient', name: 'Tom Lind', email: 'tom.lind@four.example', street: 'Fir Row' },
    { ...nobody, kind: 'buyer', email: 'giver@six.example' },
    { ...nobody, kind: 'buyer', email: 'present@three.example' },
  ])
})

test("of two people who are known from the shop, each keeps the own addresses, and the parcel is the recipient's", async () => {
  const { rows } = await db.pool.query(
    `select c.full_name as name, array_agg(distinct p.email) as emails, count(s.shipment_key)::int as parcels
     from pii.dim_customer c
     join identity.map_identity using (customer_key)
     join (
       select record_key, email from pii.stg_shopify__customers
       union all select record_key, email from pii.stg_shipstation__recipients
     ) p using (record_key)
     left join staging.stg_shipstation__orders s using (record_key)
     where c.full_name in ('Nadia Cole', 'Rosie Webb') group by 1 order by 1`,
  )
  expect(rows).toEqual([
    { name: 'Nadia Cole', emails: ['nadia.cole@cole.example'], parcels: 0 },
    { name: 'Rosie Webb', emails: ['rosie.webb@webb.example', null], parcels: 1 },
  ])
})

test('every parcel and order leads to a record', async () => {
  const { rows } = await db.pool.query(
    `select count(*)::int as missing from (
       select record_key from staging.stg_shipstation__orders
       union all select record_key from staging.stg_shipstation__shipments
     ) s left join staging.stg_shipstation__recipients r using (record_key) where r.record_key is null`,
  )
  expect(rows).toEqual([{ missing: 0 }])
})

test('the main address of a shop account that names somebody else is not that of the customer', async () => {
  const { rows } = await db.pool.query(
    `select record_id as id, phone, postcode from pii.stg_shopify__customers where record_id in ('71', '72', '73') order by 1`,
  )
  const own = { phone: '+447911100070', postcode: 'YO1 7AA' }
  expect(rows).toEqual([
    { id: '71', phone: null, postcode: null },
    { id: '72', ...own },
    { id: '73', ...own },
  ])
})
