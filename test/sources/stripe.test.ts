import { expect, test } from 'vitest'
import type { CsvRow, RawEntity } from '#engine'
import { stripe } from '../../transforms/sources/stripe/stripe.ts'
import { stg_stripe__charges } from '../../transforms/staging/stripe/stg_stripe__charges.ts'
import { stg_stripe__customers } from '../../transforms/staging/stripe/stg_stripe__customers.ts'
import { stg_stripe__invoices } from '../../transforms/staging/stripe/stg_stripe__invoices.ts'
import { stg_stripe__refund_payments } from '../../transforms/staging/stripe/stg_stripe__refund_payments.ts'
import { stg_stripe__refunds } from '../../transforms/staging/stripe/stg_stripe__refunds.ts'
import { stg_stripe__subscriptions } from '../../transforms/staging/stripe/stg_stripe__subscriptions.ts'
import { useDatabase } from '../harness/database.ts'
import { land, refusals, rowsOf, stage } from './staged.ts'
import { charge, customer, invoice, refund, subscription } from './stripe-records.ts'

const db = useDatabase()

test.each<[RawEntity, unknown]>([
  [stripe.customers, customer],
  [stripe.customers, { id: customer.id, object: 'customer', deleted: true }],
  [stripe.subscriptions, subscription],
  [stripe.invoices, invoice],
  [stripe.charges, charge],
  [stripe.refunds, refund],
])('an object of the API is accepted: $entity', (entity, record) => {
  expect(refusals(entity, record)).toEqual([])
})

test('an invalid object is rejected with a helpful reason', () => {
  expect(refusals(stripe.charges, { ...charge, id: 'in_1', created: 1_780_000_300_000 })).toEqual([
    'id: not the id of a charge',
    'created: not seconds since 1970; if these are milliseconds, divide them by 1000',
  ])
  expect(refusals(stripe.charges, { ...charge, amount: 30.5 })).toEqual([
    'amount: Invalid input: expected int, received number',
  ])
  expect(refusals(stripe.refunds, { ...refund, currency: '£' })).toEqual([
    'currency: not a currency code of three letters',
  ])
})

test.each<[RawEntity, CsvRow, object]>([
  [
    stripe.customers,
    {
      id: 'cus_2',
      Description: '',
      Email: 'ada@example.com',
      Name: 'Ada Byron',
      'Created (UTC)': '2026-05-28 20:26',
      Delinquent: 'false',
      'Card ID': 'card_1',
    },
    { id: 'cus_2', created: 1_779_999_960, name: 'Ada Byron', description: null, delinquent: false },
  ],
  [
    stripe.subscriptions,
    {
      id: 'sub_2',
      'Customer ID': 'cus_2',
      Plan: 'price_box',
      Quantity: '2',
      Currency: 'gbp',
      Interval: '3 months',
      Amount: '12.50',
      Status: 'active',
      'Created (UTC)': '2026-05-28 20:26:40',
      'Trial End (UTC)': '',
    },
    {
      created: 1_780_000_000,
      start_date: 1_780_000_000,
      trial_end: null,
      items: {
        data: [
          { quantity: 2, price: { unit_amount: 1250, recurring: { interval: 'month', interval_count: 3 } } },
        ],
      },
    },
  ],
  [
    stripe.invoices,
    {
      id: 'in_2',
      'Amount Due': '30.00',
      'Amount Paid': '0.00',
      Currency: 'gbp',
      Customer: 'cus_2',
      'Date (UTC)': '2026-05-28 20:26',
      Subtotal: '25.00',
      Total: '30.00',
      Status: 'open',
      Subscription: 'sub_2',
    },
    { amount_due: 3000, amount_paid: 0, status: 'open', subscription: 'sub_2' },
  ],
  [
    stripe.charges,
    {
      id: 'ch_2',
      'Created date (UTC)': '2026-05-28 20:26:40',
      Amount: '500',
      'Amount Refunded': '0',
      Currency: 'jpy',
      Status: 'Paid',
      Captured: 'true',
      'Customer ID': 'cus_2',
      Mode: 'Live',
    },
    { created: 1_780_000_000, amount: 500, amount_refunded: 0, status: 'succeeded', livemode: true },
  ],
])('a row of an export becomes an object of the API: $entity', (entity, row, expected) => {
  for (const header of entity.csv?.header ?? []) expect(row).toHaveProperty([header])
  const record = entity.csv?.record([row])
  expect(record).toMatchObject(expected)
  expect(refusals(entity, record)).toEqual([])
})

test('values of an export that cannot be read are passed on unchanged and rejected', () => {
  const row = { id: 'ch_3', Amount: '12,5x', Currency: 'gbp', Status: 'Odd', 'Created (UTC)': '1/5/2026' }
  expect(refusals(stripe.charges, stripe.charges.csv?.record([row]))).toEqual([
    'created: Invalid input: expected number, received string',
    'amount: Invalid input: expected number, received string',
    'status: Invalid option: expected one of "succeeded"|"pending"|"failed"',
  ])
})

test('staging has invoices, charges, refunds and subscriptions in major units, with their payers', async () => {
  const yen = { ...charge, id: 'ch_yen', currency: 'jpy', amount: 3000, livemode: false, invoice: null }
  const reserved = { ...charge, id: 'ch_reserved', captured: false, amount_captured: 0 }
  const gone = { id: 'cus_gone', object: 'customer', deleted: true }
  await land(db.pool, stripe.customers, [customer, gone])
  await land(db.pool, stripe.subscriptions, [subscription])
  await land(db.pool, stripe.invoices, [invoice])
  await land(db.pool, stripe.refunds, [refund])
  expect(await land(db.pool, stripe.charges, [charge, yen, reserved])).toMatchObject({ loaded: 3 })
  await stage(db.pool, Object.values(stripe), [
    stg_stripe__customers,
    stg_stripe__subscriptions,
    stg_stripe__invoices,
    stg_stripe__charges,
    stg_stripe__refunds,
    stg_stripe__refund_payments,
  ])

  const columns = `payment_id, payment_type, status, method, trim_scale(amount)::text as amount, currency,
    related_payment_key = ops.key_of('stripe', 'invoice', '${invoice.id}') as is_of_invoice,
    related_payment_key = ops.key_of('stripe', 'charge', '${charge.id}') as is_of_charge,
    subscription_key = ops.key_of('stripe', 'subscription', '${subscription.id}') as is_of_subscription,
    record_key = (select record_key from staging.stg_stripe__customers where not is_deleted) as is_named, is_test`
  const payments = await rowsOf(
    db.pool,
    ['invoices', 'charges', 'refund_payments']
      .map((name) => `select ${columns} from staging.stg_stripe__${name}`)
      .join(' union all ')
      .concat(' order by payment_id'),
  )
  expect(payments).toMatchObject([
    { payment_id: charge.id, status: 'succeeded', amount: '30', method: 'card', is_of_invoice: true },
    { payment_id: 'ch_reserved', status: 'pending', amount: '30' },
    { payment_id: 'ch_yen', status: 'succeeded', amount: '3000', currency: 'JPY', is_test: true },
    { payment_id: invoice.id, payment_type: 'invoice', amount: '30', is_of_subscription: true },
    { payment_id: refund.id, payment_type: 'refund', amount: '-5', method: 'card', is_of_charge: true },
    { payment_id: 'refund of ch_yen', payment_type: 'refund', amount: '-500', currency: 'JPY' },
  ])
  expect(new Set(payments.map((payment) => payment.is_named))).toEqual(new Set([true]))
  expect(
    await rowsOf(
      db.pool,
      `select status, plan_id, plan_name, trim_scale(amount)::text as amount, currency, interval_unit, interval_count,
         started_at, period_ends_at, ended_at, cancellation_reason from staging.stg_stripe__subscriptions`,
    ),
  ).toEqual([
    {
      status: 'cancelled',
      plan_id: 'price_box',
      plan_name: 'Tea box',
      amount: '25',
      currency: 'GBP',
      interval_unit: 'month',
      interval_count: 1,
      started_at: new Date(1_780_000_000_000),
      period_ends_at: new Date(1_782_592_000_000),
      ended_at: new Date(1_782_592_000_000),
      cancellation_reason: 'too_expensive',
    },
  ])
  expect(
    await rowsOf(
      db.pool,
      'select record_id, full_name, postcode, is_deleted from pii.stg_stripe__customers order by is_deleted',
    ),
  ).toEqual([
    { record_id: customer.id, full_name: 'Jenny Rosen', postcode: 'SW1A 2AA', is_deleted: false },
    { record_id: gone.id, full_name: null, postcode: null, is_deleted: true },
  ])
})
