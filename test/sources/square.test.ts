import { expect, test } from 'vitest'
import type { RawEntity } from '#engine'
import { square } from '../../transforms/sources/square/square.ts'
import { stg_square__customers } from '../../transforms/staging/square/stg_square__customers.ts'
import { stg_square__order_lines } from '../../transforms/staging/square/stg_square__order_lines.ts'
import { stg_square__orders } from '../../transforms/staging/square/stg_square__orders.ts'
import { stg_square__payments } from '../../transforms/staging/square/stg_square__payments.ts'
import { stg_square__refunds } from '../../transforms/staging/square/stg_square__refunds.ts'
import { useDatabase } from '../harness/database.ts'
import { customer, gbp, giveBack, payment, sale, saleSinceRefunded } from './square-records.ts'
import { land, refusals, rowsOf, stage } from './staged.ts'

const entities = Object.values(square)

const db = useDatabase()

test.each<[RawEntity, unknown]>([
  [square.customers, customer],
  [square.orders, sale],
  [square.orders, giveBack],
  [square.payments, payment],
])('a record of the API is accepted: $entity', (entity, record) => {
  expect(refusals(entity, record)).toEqual([])
})

test('an invalid record is rejected with a helpful reason', () => {
  const [mugs] = sale.line_items
  expect(refusals(square.orders, { ...sale, total_money: { amount: 2670, currency: '£' } })).toEqual([
    'total_money.currency: not a currency code of three letters',
  ])
  expect(refusals(square.orders, { ...sale, line_items: [{ ...mugs, quantity: '-2' }] })).toEqual([
    'line_items.0.quantity: not a quantity',
  ])
  expect(refusals(square.orders, { ...sale, line_items: [{ ...mugs, total_tax_money: gbp(1901) }] })).toEqual(
    ['line_items.0: tax and service charges are more than the total of the line'],
  )
  expect(refusals(square.orders, { ...sale, line_items: [mugs, mugs] })).toEqual([
    'line_items: two lines have the same uid',
  ])
  expect(refusals(square.customers, { ...customer, birthday: '24 July' })).toEqual([
    'birthday: not a day like 1998-09-21',
  ])
})

test('a row of the customer directory becomes a record of the API', () => {
  const row = {
    'Reference ID': '',
    'First Name': 'Amelia',
    'Last Name': 'Earhart',
    'Email Address': 'amelia@example.com',
    'Phone Number': "'+447911123456",
    'Street Address 1': '50 Electric Avenue',
    City: 'London',
    'Postal Code': 'SW9 8JX',
    Birthday: '',
    'Square Customer ID': customer.id,
    'Creation Source': 'Directory',
    'Transaction Count': '4',
  }
  const record = square.customers.csv?.record([row])
  expect(record).toMatchObject({
    id: customer.id,
    given_name: 'Amelia',
    phone_number: '+447911123456',
    birthday: null,
    address: { postal_code: 'SW9 8JX' },
  })
  expect(refusals(square.customers, record)).toEqual([])
})

test('staging has sales, returns and payments with the amounts that Square gives', async () => {
  const cancelled = { ...sale, id: 'cancelled', state: 'CANCELED', customer_id: null, tenders: null }
  await land(db.pool, square.customers, [customer])
  await land(db.pool, square.payments, [
    payment,
    { ...payment, id: 'declined', status: 'FAILED', card_details: { errors: [{ code: 'CVV_FAILURE' }] } },
  ])
  expect(
    await land(db.pool, square.orders, [saleSinceRefunded, giveBack, cancelled, { ...sale, id: 7 }]),
  ).toMatchObject({
    loaded: 3,
    quarantined: 1,
  })
  await stage(db.pool, entities, [
    stg_square__orders,
    stg_square__order_lines,
    stg_square__customers,
    stg_square__payments,
    stg_square__refunds,
  ])

  expect(
    await rowsOf(
      db.pool,
      `select order_id, order_type, record_key = (select record_key from staging.stg_square__customers) as is_named,
         (select sum(gross_amount - discount_amount - returned_amount + adjustment_amount)
            from staging.stg_square__order_lines line
            where line.order_key = o.order_key and product_type <> 'tip') as net
       from staging.stg_square__orders o order by order_id`,
    ),
  ).toEqual([
    { order_id: sale.id, order_type: 'sale', is_named: true, net: '21.1300' },
    { order_id: 'cancelled', order_type: 'sale', is_named: null, net: null },
    { order_id: 'returned', order_type: 'return', is_named: true, net: '-7.9200' },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select product_name, product_type, line_type, quantity, gross_amount, discount_amount, returned_amount,
         adjustment_amount from staging.stg_square__order_lines order by occurred_at, line_type, product_type`,
    ),
  ).toMatchObject([
    { line_type: 'adjustment', product_type: 'manual', quantity: '0', adjustment_amount: '-0.0300' },
    { line_type: 'adjustment', product_type: 'tip', quantity: '0', adjustment_amount: '2.0000' },
    { line_type: 'sale', product_type: 'fee', product_name: 'Gift wrapping', gross_amount: '2.0000' },
    { line_type: 'sale', product_type: 'manual', product_name: null, gross_amount: '3.3300' },
    {
      line_type: 'sale',
      product_type: 'merchandise',
      product_name: 'Mug, Blue',
      quantity: '2',
      gross_amount: '16.8300',
      discount_amount: '1.0000',
    },
    { line_type: 'return', product_type: 'merchandise', quantity: '-1', returned_amount: '7.9200' },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select full_name, email_match, phone, birth_date, birth_date_quality, city, postcode
       from pii.stg_square__customers`,
    ),
  ).toMatchObject([
    {
      full_name: 'Amelia Earhart',
      email_match: 'amelia.earhart@example.com',
      phone: '+447911123456',
      birth_date: null,
      city: 'London',
      postcode: 'SW9 8JX',
    },
  ])
  const payments = `select payment_id, payment_type, status, amount, failure_reason,
    related_payment_key = ops.key_of('square', 'payment', '${payment.id}') as is_of_payment`
  expect(
    await rowsOf(
      db.pool,
      `${payments} from staging.stg_square__payments union all ${payments} from staging.stg_square__refunds
       order by payment_id`,
    ),
  ).toMatchObject([
    { payment_id: payment.id, payment_type: 'charge', status: 'succeeded' },
    { payment_id: 'RF1', payment_type: 'refund', status: 'succeeded', is_of_payment: true },
    { payment_id: 'declined', status: 'failed', failure_reason: 'CVV_FAILURE' },
  ])
  expect(
    await rowsOf(
      db.pool,
      `select (select sum(amount) from staging.stg_square__payments where status = 'succeeded') = 26.70 as paid,
         (select sum(amount) from staging.stg_square__refunds) = -9.50 as given_back`,
    ),
  ).toEqual([{ paid: true, given_back: true }])
})
