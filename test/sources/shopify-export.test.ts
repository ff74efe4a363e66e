import fc from 'fast-check'
import { expect, test } from 'vitest'
import { z } from 'zod'
import { shopify } from '../../transforms/sources/shopify/shopify.ts'
import { stg_shopify__order_lines } from '../../transforms/staging/shopify/stg_shopify__order_lines.ts'
import { stg_shopify__orders } from '../../transforms/staging/shopify/stg_shopify__orders.ts'
import { useDatabase } from '../harness/database.ts'
import { exportedCustomer, exportedOrder, orderRow } from './shopify-export.ts'
import { land, rowsOf, stage } from './staged.ts'

const db = useDatabase()

test('rows of the orders export become a record of the API', () => {
  expect(shopify.orders.csv?.groupBy).toEqual(['Name'])
  expect(shopify.orders.csv?.record(exportedOrder)).toMatchObject({
    id: 450789469,
    created_at: '2026-03-04T10:14:58+00:00',
    updated_at: '2026-03-05T09:00:00+01:00',
    taxes_included: false,
    total_line_items_price: '30.00',
    billing_address: { first_name: 'Ada King', last_name: 'Byron', zip: 'SW1Y 4JH', country: 'GB' },
    line_items: [
      { sku: 'TEA-BLUE', quantity: 2, price: '10.00', discount_allocations: [{ amount: '2.00' }] },
      { sku: null, title: 'Tea strainer', quantity: 1, discount_allocations: [{ amount: '1.00' }] },
    ],
    discount_codes: [{ code: 'SPRING10', amount: '3.00' }],
    tax_lines: [{ title: 'VAT 20%', price: '6.00', rate: 0.2 }],
    refunds: [],
    fulfillments: [{ status: 'success', created_at: '2026-03-05T09:00:00+01:00' }],
    'Payment Method': 'Shopify Payments',
  })
  expect(shopify.customers.csv?.record([exportedCustomer])).toMatchObject({
    id: 207119551,
    phone: '+442079460991',
    default_address: { zip: 'SW1Y 4JH', country_code: 'GB', company: null },
    'Accepts Email Marketing': 'yes',
  })
})

test.each([
  ['JPY', '1000', '100', /^3[34]\.00$/],
  ['KWD', '10.000', '1.000', /^0\.33[34]$/],
])('shares of a discount in %s have the decimals of the currency', (currency, price, discount, share) => {
  const [head = {}, next = {}] = exportedOrder
  const money = { 'Lineitem quantity': '1', 'Lineitem price': price, 'Lineitem discount': '0' }
  const total = Number(price) * 3 - Number(discount)
  const totals = {
    Subtotal: String(total),
    Total: String(total),
    Shipping: '0',
    Taxes: '0',
    'Tax 1 Value': '0',
  }
  const record = shopify.orders.csv?.record([
    { ...head, ...money, ...totals, Currency: currency, 'Discount Amount': discount },
    { ...next, ...money },
    { ...next, ...money },
  ])
  const amounts = z
    .looseObject({
      line_items: z.array(z.looseObject({ discount_allocations: z.array(z.object({ amount: z.string() })) })),
    })
    .parse(record)
    .line_items.map((line) => line.discount_allocations[0]?.amount)
  expect(amounts.map(Number).reduce((sum, one) => sum + one, 0)).toBeCloseTo(Number(discount), 9)
  for (const amount of amounts) expect(amount).toMatch(share)
})

const pounds = (pence: number) => `${Math.trunc(pence / 100)}.${String(pence % 100).padStart(2, '0')}`
const anOrder = fc.record({
  lines: fc.array(
    fc.record({ quantity: fc.integer({ min: 1, max: 9 }), pence: fc.integer({ min: 0, max: 9999 }) }),
    {
      minLength: 1,
      maxLength: 6,
    },
  ),
  discountShare: fc.integer({ min: 0, max: 100 }),
  shipping: fc.integer({ min: 0, max: 999 }),
  taxIncluded: fc.boolean(),
  refund: fc.constantFrom('none', 'half', 'all'),
})

test('the lines of any exported order add up to its subtotal, and a full refund leaves nothing', async () => {
  const orders = fc.sample(anOrder, { numRuns: 300, seed: 7 }).map((order, index) => {
    const gross = order.lines.reduce((sum, line) => sum + line.quantity * line.pence, 0)
    const subtotal = gross - Math.floor((gross * order.discountShare) / 100)
    const tax = Math.round((subtotal + order.shipping) / (order.taxIncluded ? 6 : 5))
    const total = subtotal + order.shipping + (order.taxIncluded ? 0 : tax)
    const refunded = { none: 0, half: Math.floor(total / 2), all: total }[order.refund]
    const rows = order.lines.map((line, at) =>
      orderRow({
        Name: `#${index}`,
        ...(at === 0 && {
          Id: String(index + 1),
          Email: `buyer${index}@example.com`,
          'Created at': '2026-03-04 10:14:58 +0000',
          Currency: 'GBP',
          Subtotal: pounds(subtotal),
          Shipping: pounds(order.shipping),
          Taxes: pounds(tax),
          Total: pounds(total),
          'Discount Amount': pounds(gross - subtotal),
          'Refunded Amount': pounds(refunded),
        }),
        'Lineitem quantity': String(line.quantity),
        'Lineitem name': `Line ${at}`,
        'Lineitem price': pounds(line.pence),
      }),
    )
    return { record: shopify.orders.csv?.record(rows), gross, subtotal, tax, order, total }
  })
  expect(
    await land(
      db.pool,
      shopify.orders,
      orders.map((o) => o.record),
    ),
  ).toMatchObject({
    loaded: orders.length,
    quarantined: 0,
  })
  await stage(db.pool, [shopify.orders], [stg_shopify__orders, stg_shopify__order_lines])
  const staged = await rowsOf<{ order_id: string; sold: string; net: string; lines: number }>(
    db.pool,
    `select order_id, sum(gross_amount - discount_amount)::text as sold, count(*) filter (where line_type = 'sale')::int as lines,
       sum(gross_amount - discount_amount - returned_amount + adjustment_amount)::text as net
     from pii.stg_shopify__orders join staging.stg_shopify__order_lines using (order_key)
     where product_type <> 'postage' group by order_id order by order_id::int`,
  )
  expect(staged).toHaveLength(orders.length)
  for (const [index, { subtotal, tax, order, total }] of orders.entries()) {
    const row = staged[index]
    const taxOnGoods =
      order.taxIncluded && total > 0 ? Math.round((tax * subtotal) / (subtotal + order.shipping)) : 0
    const isSeenAsIncluded = order.taxIncluded && tax > 0
    const goods = subtotal - (isSeenAsIncluded ? taxOnGoods : 0)
    expect(row?.lines).toBe(order.lines.length)
    expect(Math.round(Number(row?.sold) * 100)).toBe(goods)
    const left = { none: goods, all: 0, half: null }[order.refund]
    if (left !== null) expect(Math.round(Number(row?.net) * 100)).toBe(left)
    else expect(Number(row?.net)).toBeLessThanOrEqual(goods / 100)
  }
})
