import fc from 'fast-check'
import { expect, test } from 'vitest'
import { minorDigits, render, type Sql } from '#engine'
import { shipstation } from '../../transforms/sources/shipstation/shipstation.ts'
import { shopify } from '../../transforms/sources/shopify/shopify.ts'
import { square } from '../../transforms/sources/square/square.ts'
import { stripe } from '../../transforms/sources/stripe/stripe.ts'
import { ordersTouchpoints } from '../../transforms/warehouse/touchpoints/orders.ts'
import { paymentsTouchpoints } from '../../transforms/warehouse/touchpoints/payments.ts'
import { returnsTouchpoints } from '../../transforms/warehouse/touchpoints/returns.ts'
import { buildAll, loadText } from '../field/field.ts'
import { useDatabase } from '../harness/database.ts'
import { returned } from '../sources/shipstation-records.ts'
import { payment, sale } from '../sources/square-records.ts'
import { land, rowsOf } from '../sources/staged.ts'
import { charge, customer, invoice, refund, subscription } from '../sources/stripe-records.ts'
import { order } from './shop-orders.ts'

const db = useDatabase('built')

const textOf = (query: Sql) => render(query, ({ name }) => name).text

const one = (id: string, currency: string, amount: number, more: object = {}) => ({
  ...charge,
  id: `ch_${id}`,
  invoice: null,
  amount,
  amount_captured: amount,
  amount_refunded: 0,
  currency,
  ...more,
})

test('each kind of payment has its own measure, and net receipts are what came in and stayed', async () => {
  await land(db.pool, stripe.customers, [customer])
  await land(db.pool, stripe.subscriptions, [subscription])
  await land(db.pool, stripe.invoices, [
    invoice,
    { ...invoice, id: 'in_void', status: 'void' },
    { ...invoice, id: 'in_open', status: 'open' },
    { ...invoice, id: 'in_draft', status: 'draft' },
  ])
  await land(db.pool, stripe.charges, [
    charge,
    one('declined', 'gbp', 900, { status: 'failed', captured: false, failure_code: 'card_declined' }),
    one('test', 'gbp', 700, { livemode: false }),
    one('held', 'gbp', 800, { captured: false, amount_captured: 0 }),
  ])
  await land(db.pool, stripe.refunds, [refund])
  await land(db.pool, square.orders, [sale])
  await land(db.pool, square.payments, [payment])
  await buildAll(db.pool)
  const rows = await rowsOf(
    db.pool,
    `select payment_id as id, invoiced_amount::float as invoiced, charged_amount::float as charged,
       refunded_amount::float as refunded, net_receipts_amount::float as net, is_receipt,
       subscription_key is not null as for_subscription, order_key is not null as for_order
     from warehouse.fct_payments where source = 'stripe' or payment_type = 'charge'
     order by payment_id`,
  )
  const nothing = { invoiced: 0, charged: 0, refunded: 0, net: 0, is_receipt: false }
  const apart = { for_subscription: false, for_order: false }
  const boxed = { for_subscription: true, for_order: false }
  const till = Number(payment.total_money.amount) / 100
  expect(rows).toEqual(
    [
      { id: payment.id, ...nothing, charged: till, net: till, is_receipt: true, ...apart, for_order: true },
      { id: charge.id, ...nothing, charged: 30, net: 30, is_receipt: true, ...boxed },
      { id: 'ch_declined', ...nothing, ...apart },
      { id: 'ch_held', ...nothing, ...apart },
      { id: 'ch_test', ...nothing, ...apart },
      { id: invoice.id, ...nothing, invoiced: 30, ...boxed },
      { id: 'in_draft', ...nothing, ...boxed },
      { id: 'in_open', ...nothing, invoiced: 30, ...boxed },
      { id: 'in_void', ...nothing, ...boxed },
      { id: refund.id, ...nothing, refunded: 5, net: -5, is_receipt: true, ...boxed },
    ].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
  )
  const contacts = await rowsOf(
    db.pool,
    `select touchpoint_type as type, direction, sentence from (${textOf(paymentsTouchpoints)}) t
     order by sentence`,
  )
  expect(contacts).toEqual([
    {
      type: 'payment failed',
      direction: 'inbound',
      sentence: 'A payment of 9.00 GBP by card failed: card declined',
    },
    { type: 'payment received', direction: 'inbound', sentence: 'Paid 30.00 GBP by card for a subscription' },
    { type: 'refund paid', direction: 'outbound', sentence: 'Was paid back 5.00 GBP for a subscription' },
    {
      type: 'invoice open',
      direction: 'outbound',
      sentence: 'Was sent an invoice of 30.00 GBP for a subscription, which is not paid',
    },
  ])
})

test('smallest units are those of each currency, in the API and in the export', async () => {
  const amounts = [
    ['jpy', 500, '500'],
    ['krw', 12_000, '12000'],
    ['kwd', 1230, '1.23'],
    ['bhd', 5, '0.005'],
    ['tnd', 10_000, '10'],
    ['isk', 50_000, '500'],
    ['ugx', 370_000, '3700'],
    ['usd', 1999, '19.99'],
  ] as const
  await land(
    db.pool,
    stripe.charges,
    amounts.map(([currency, amount]) => one(`minor_${currency}`, currency, amount)),
  )
  const row = (currency: string, amount: string) =>
    `ch_csv_${currency},2026-05-01 10:00,${amount},0,${currency},Paid,cus_csv`
  await loadText(
    db.pool,
    'stripe.charges',
    'payments.csv',
    [
      'id,Created (UTC),Amount,Amount Refunded,Currency,Status,Customer ID',
      ...amounts.map(([currency, , written]) => row(currency, written)),
    ].join('\n'),
    { decimal: '.' },
  )
  await buildAll(db.pool)
  for (const prefix of ['ch_minor_', 'ch_csv_']) {
    const rows = await rowsOf<{ currency: string; amount: string }>(
      db.pool,
      `select lower(currency) as currency, trim_scale(original_amount)::text as amount
       from warehouse.fct_payments where payment_id like '${prefix}%'`,
    )
    expect(new Map(rows.map(({ currency, amount }) => [currency, amount])), prefix).toEqual(
      new Map(amounts.map(([currency, , written]) => [currency, written])),
    )
  }
})

test('whatever is charged and paid back is counted once, by currency', async () => {
  const anyCharge = fc.record({
    currency: fc.constantFrom('gbp', 'eur', 'jpy', 'kwd'),
    amount: fc.integer({ min: 1, max: 1_000_000 }),
    share: fc.integer({ min: 0, max: 100 }),
    status: fc.constantFrom('succeeded', 'succeeded', 'failed', 'pending'),
    isListed: fc.boolean(),
    livemode: fc.boolean(),
  })
  const charges = fc.sample(anyCharge, 200).map((made, at) => ({ ...made, id: `any${at}` }))
  const back = ({ amount, share, status }: (typeof charges)[number]) =>
    status === 'succeeded' ? Math.floor((amount * share) / 100) : 0
  await land(
    db.pool,
    stripe.charges,
    charges.map((made) =>
      one(made.id, made.currency, made.amount, {
        status: made.status,
        captured: made.status === 'succeeded',
        amount_refunded: back(made),
        livemode: made.livemode,
      }),
    ),
  )
  await land(
    db.pool,
    stripe.refunds,
    charges
      .filter((made) => made.isListed && back(made) > 0)
      .map((made) => ({
        ...refund,
        id: `re_${made.id}`,
        charge: `ch_${made.id}`,
        amount: back(made),
        currency: made.currency,
      })),
  )
  await buildAll(db.pool)
  const expected = new Map<string, number>()
  for (const made of charges) {
    if (made.status !== 'succeeded' || !made.livemode) continue
    expected.set(made.currency, (expected.get(made.currency) ?? 0) + made.amount - back(made))
  }
  const rows = await rowsOf<{ currency: string; net: string }>(
    db.pool,
    `select lower(currency) as currency, sum(original_amount)::text as net
     from warehouse.fct_payments where payment_id like '%any%' and is_receipt group by currency`,
  )
  expect(
    new Map(
      rows.map(({ currency, net }) => [currency, Math.round(Number(net) * 10 ** minorDigits(currency))]),
    ),
  ).toEqual(expected)
})

test('a refund and the request for it are one return', async () => {
  const refundOf = (id: number, at: string, more: object) => ({
    id,
    created_at: at,
    refund_line_items: [{ id, line_item_id: 0, quantity: 1, subtotal: 8, total_tax: 0 }],
    order_adjustments: [],
    transactions: [],
    ...more,
  })
  const bought = (id: number, refunds: readonly object[]) =>
    order('GBP', '2026-06-01T10:00:00Z', '8.00', {
      id,
      name: `#R${id}`,
      email: 'ada@returns.example',
      line_items: [{ id: id * 10, product_id: 1, title: 'Mug', quantity: 3, price: '8.00' }],
      total_line_items_price: '24.00',
      subtotal_price: '24.00',
      total_price: '24.00',
      refunds,
    })
  const lines = (of: number, id: number) => ({
    refund_line_items: [{ id, line_item_id: of * 10, quantity: 1, subtotal: 8, total_tax: 0 }],
  })
  const scratch = {
    refund_line_items: [],
    order_adjustments: [{ kind: 'refund_discrepancy', amount: '-2.00' }],
  }
  await land(db.pool, shopify.orders, [
    bought(901, [
      refundOf(1, '2026-06-03T10:00:00Z', scratch),
      refundOf(2, '2026-06-10T10:00:00Z', lines(901, 2)),
      refundOf(3, '2026-06-20T10:00:00Z', lines(901, 3)),
    ]),
    bought(902, []),
  ])
  const label = (id: string, number: string, at: string, more: object = {}) => ({
    ...returned,
    label_id: id,
    external_order_id: number,
    created_at: at,
    rma_number: id,
    ...more,
  })
  await land(db.pool, shipstation.returns, [
    label('first', 'R901', '2026-06-08T10:00:00Z'),
    label('dropped', '#R901', '2026-06-09T10:00:00Z', { voided: true }),
    label('waiting', '#r902', '2026-06-09T10:00:00Z', { tracking_status: 'delivered' }),
    label('strange', '#R999', '2026-06-09T10:00:00Z'),
  ])
  await buildAll(db.pool)
  const row = (type: string, state: string, rma: string | null, units: number, amount: number) => ({
    type,
    state,
    rma,
    units,
    amount,
  })
  expect(
    await rowsOf(
      db.pool,
      `select return_type as type, state, authorisation as rma, quantity::float as units, refunded_amount::float as amount
       from warehouse.fct_returns where source in ('shopify', 'shipstation')
       order by coalesce(refunded_at, requested_at), authorisation`,
    ),
  ).toEqual([
    row('money only', 'refunded', null, 0, 2),
    row('request', 'cancelled', 'dropped', 0, 0),
    row('request', 'in transit', 'strange', 0, 0),
    row('request', 'received', 'waiting', 0, 0),
    row('goods', 'refunded', 'first', 1, 8),
    row('goods', 'refunded', null, 1, 8),
  ])
  const contacts = await rowsOf(
    db.pool,
    `select touchpoint_type as type, sentence, count(*)::int as contacts
     from ((${textOf(ordersTouchpoints)}) union all (${textOf(returnsTouchpoints)})) t
     join pii.dim_customer using (customer_key) where email = 'ada@returns.example'
     group by 1, 2 order by 1, 2`,
  )
  const order24 = 'Ordered 3 articles for 24.00 GBP in the web shop'
  expect(contacts).toEqual([
    { type: 'order placed', sentence: order24, contacts: 2 },
    { type: 'refund paid', sentence: 'Was refunded 2.00 GBP', contacts: 1 },
    { type: 'refund paid', sentence: 'Was refunded 8.00 GBP for 1 article that came back', contacts: 2 },
    { type: 'return requested', sentence: 'Asked to return goods', contacts: 2 },
    { type: 'return requested', sentence: 'Asked to return goods; the request was cancelled', contacts: 1 },
  ])
})
