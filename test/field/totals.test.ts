import { expect, test } from 'vitest'
import { useDatabase } from '../harness/database.ts'
import { gbp, giveBack, sale, saleSinceRefunded } from '../sources/square-records.ts'
import { buildAll, loadInput, loadJson } from './field.ts'

const db = useDatabase('built')

const orders = async (ids: readonly number[]) =>
  (
    await db.pool.query(
      `select o.order_id::int as id, o.net_amount::float as net,
         coalesce(sum(l.net_amount) filter (where p.product_type = 'unallocated'), 0)::float as unallocated
       from warehouse.fct_orders o
       left join warehouse.fct_order_lines l using (order_key) left join warehouse.dim_product p using (product_key)
       where o.order_id = any($1) group by 1, 2 order by 1`,
      [ids.map(String)],
    )
  ).rows

/** An order of one chair for 80 pounds. */
const order = (id: number, fields: object) => ({
  id,
  name: `#${id}`,
  email: `buyer${id}@lang.example`,
  phone: null,
  created_at: '2026-03-04T10:00:00+00:00',
  processed_at: '2026-03-04T10:00:00+00:00',
  updated_at: '2026-03-04T10:00:00+00:00',
  cancelled_at: null,
  test: false,
  currency: 'GBP',
  financial_status: 'paid',
  source_name: 'web',
  taxes_included: false,
  total_line_items_price: '80.00',
  total_discounts: '0.00',
  subtotal_price: '80.00',
  total_tax: '0.00',
  total_price: '80.00',
  line_items: [chair],
  shipping_lines: [],
  refunds: [],
  ...fields,
})
const chair = {
  id: 1,
  product_id: 10,
  variant_id: 100,
  sku: 'SKU1',
  title: 'Chair',
  quantity: 1,
  price: '80.00',
}
const paidBack = (amount: string, fields: object = {}) => ({
  id: 1,
  created_at: '2026-03-06T10:00:00+00:00',
  refund_line_items: [],
  order_adjustments: [],
  transactions: [{ id: 1, kind: 'refund', status: 'success', amount, currency: 'GBP' }],
  ...fields,
})
const returned = { id: 9, line_item_id: 1, quantity: 1, subtotal: 80, total_tax: 0 }

test('the lines of an order make its own totals, and what is missing is said', async () => {
  for (const path of [
    '06-shopify-total-discount',
    '17-refund-money-only',
    '26-duplicate-line-id',
    '27-refund-tax-only',
    '39-one-odd-order',
  ]) {
    await loadInput(db.pool, 'shopify.orders', `${path}/orders.jsonl`)
  }
  const variations = [
    // a discount that only the total has, and one that is more than the order says
    order(1, { total_discounts: '25.00', subtotal_price: '55.00', total_price: '55.00' }),
    order(2, { subtotal_price: '55.00', total_price: '55.00' }),
    // after an edit, the subtotal of what is left
    order(3, { subtotal_price: '999.00', current_subtotal_price: '80.00' }),
    // money for goods and shipping, beside lines, and more than the order cost
    order(4, { total_price: '100.00', refunds: [paidBack('50.00')] }),
    order(5, { refunds: [paidBack('80.00', { refund_line_items: [returned] })] }),
    order(6, { refunds: [paidBack('95.00', { refund_line_items: [returned] })] }),
    order(7, { refunds: [paidBack('95.00'), paidBack('20.00', { id: 2 })] }),
    // not paid back: the card refused, or another currency
    order(8, {
      refunds: [paidBack('15.00', { transactions: [{ kind: 'refund', status: 'failure', amount: '15' }] })],
    }),
    // a tip that the subtotal leaves out
    order(9, {
      line_items: [
        chair,
        { ...chair, id: 2, product_id: null, title: 'Tip', price: '6.00', tip_payment_gateway: 'x' },
      ],
      total_price: '86.00',
    }),
  ]
  expect(await loadJson(db.pool, 'shopify.orders', variations)).toMatchObject({ quarantined: 0 })
  await buildAll(db.pool)
  expect(await orders([6600001, 1710001, 2610001, 2610002, 2710001, 2710002, 3910001, 3910002])).toEqual([
    { id: 1710001, net: 65, unallocated: -15 },
    { id: 2610002, net: 20, unallocated: 0 },
    { id: 2710001, net: 80, unallocated: 0 },
    { id: 2710002, net: 20, unallocated: 0 },
    { id: 3910001, net: 70, unallocated: 0 },
    { id: 3910002, net: 20, unallocated: 0 },
    { id: 6600001, net: 75, unallocated: 0 },
  ])
  expect(await orders([1, 2, 3, 4, 5, 6, 7, 8, 9])).toEqual([
    { id: 1, net: 55, unallocated: -25 },
    { id: 2, net: 55, unallocated: -25 },
    { id: 3, net: 80, unallocated: 0 },
    { id: 4, net: 40, unallocated: -40 },
    { id: 5, net: 0, unallocated: 0 },
    { id: 6, net: 0, unallocated: 0 },
    { id: 7, net: 0, unallocated: -80 },
    { id: 8, net: 80, unallocated: 0 },
    { id: 9, net: 80, unallocated: 0 },
  ])
})

test('a sale at the tills makes its own total, and money that was paid back is taken off once', async () => {
  const chairs = (id: string, fields: object) => ({
    ...sale,
    id,
    line_items: [{ ...sale.line_items[1], uid: 'chair', name: 'Chair', total_money: gbp(8000) }],
    service_charges: null,
    rounding_adjustment: null,
    total_money: gbp(8000),
    net_amounts: { total_money: gbp(8000), tax_money: gbp(0), discount_money: gbp(0), tip_money: gbp(0) },
    ...fields,
  })
  const refund = {
    id: 'R',
    tender_id: 'T',
    created_at: '2026-05-09T10:00:00Z',
    amount_money: gbp(1500),
    status: 'APPROVED',
  }
  const moneyOnly = { ...giveBack, id: 'money only', refunds: [{ ...refund, id: 'R4' }] }
  const records = [
    chairs('plain', {}),
    chairs('goodwill', { refunds: [refund] }),
    chairs('refused', { refunds: [{ ...refund, id: 'R2', status: 'REJECTED' }] }),
    chairs('generous', { refunds: [{ ...refund, id: 'R3', amount_money: gbp(9000) }] }),
    // the return has no lines, only money
    chairs('paid back', { refunds: [{ ...refund, id: 'R4' }] }),
    {
      ...moneyOnly,
      returns: [{ uid: 'r', source_order_id: 'paid back', return_line_items: [] }],
      net_amounts: { ...giveBack.net_amounts, total_money: gbp(-1500), tax_money: gbp(0) },
    },
    // a discount that only the total has
    chairs('total', {
      total_money: gbp(5500),
      net_amounts: {
        total_money: gbp(5500),
        tax_money: gbp(0),
        discount_money: gbp(2500),
        tip_money: gbp(0),
      },
    }),
    saleSinceRefunded,
    giveBack,
  ]
  expect(await loadJson(db.pool, 'square.orders', records)).toMatchObject({ quarantined: 0 })
  await buildAll(db.pool)
  const { rows } = await db.pool.query(
    `select order_id, net_amount::float as net from warehouse.fct_orders where source = 'square'`,
  )
  expect(Object.fromEntries(rows.map((row) => [row.order_id, row.net]))).toEqual({
    plain: 80,
    goodwill: 65,
    refused: 80,
    generous: 0,
    'paid back': 80,
    'money only': -15,
    total: 55,
    [sale.id]: 21.13,
    returned: -7.92,
  })
})
