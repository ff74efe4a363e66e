import fc from 'fast-check'

/** One order of a shop, as its API gives it and as its export writes it. Amounts are in pence. */
export const anyOrder = fc.record({
  lines: fc.array(
    fc.record({
      name: fc.constantFrom('Chair', 'Lamp', 'Gift Card - £50', 'Tip'),
      quantity: fc.integer({ min: 1, max: 3 }),
      pence: fc.integer({ min: 100, max: 9_999 }),
    }),
    { minLength: 1, maxLength: 4 },
  ),
  discountShare: fc.integer({ min: 0, max: 60 }),
  taxShare: fc.constantFrom(0, 20),
  isTaxIncluded: fc.boolean(),
  end: fc.constantFrom('paid', 'voided', 'test', 'refunded', 'cancelled'),
})
export type AnyOrder = typeof anyOrder extends fc.Arbitrary<infer T> ? T : never

const pounds = (pence: number) => (pence / 100).toFixed(2)
const isGoods = ({ name }: { name: string }) => name === 'Chair' || name === 'Lamp'
const at = '2026-03-04T10:15:00+00:00'

function totalsOf({ lines, discountShare, taxShare, isTaxIncluded }: AnyOrder) {
  const sum = (some: AnyOrder['lines']) => some.reduce((all, line) => all + line.quantity * line.pence, 0)
  const goods = sum(lines.filter(isGoods))
  const discount = Math.floor((goods * discountShare) / 100)
  const tax = Math.floor(((goods - discount) * taxShare) / (100 + (isTaxIncluded ? taxShare : 0)))
  const subtotal = sum(lines) - discount
  return { listed: sum(lines), discount, tax, subtotal, total: subtotal + (isTaxIncluded ? 0 : tax) }
}

/** What each line costs after the discount, which the first lines bear. */
function netsOf(order: AnyOrder): readonly number[] {
  let left = totalsOf(order).discount
  return order.lines.map((line) => {
    const listed = line.quantity * line.pence
    const own = isGoods(line) ? Math.min(left, listed) : 0
    left -= own
    return listed - own
  })
}

/** The goods that cost most bear the tax, so that it is never more than they cost. */
function taxedLineOf(order: AnyOrder): number {
  const goods = netsOf(order).map((net, at) => (isGoods(order.lines[at] ?? { name: '' }) ? net : -1))
  return goods.indexOf(Math.max(...goods))
}

/** The order's own discount is stated in its totals only. */
export function ofApi(order: AnyOrder, id: number): object {
  const { listed, discount, tax, subtotal, total } = totalsOf(order)
  const taxedLine = taxedLineOf(order)
  const isGone = order.end !== 'paid' && order.end !== 'test'
  return {
    id,
    name: `#A${id}`,
    email: null,
    phone: null,
    created_at: at,
    processed_at: at,
    updated_at: at,
    cancelled_at: order.end === 'cancelled' ? at : null,
    test: order.end === 'test',
    currency: 'GBP',
    financial_status: isGone ? order.end.replace('cancelled', 'refunded') : 'paid',
    source_name: 'web',
    taxes_included: order.isTaxIncluded,
    total_line_items_price: pounds(listed),
    total_discounts: pounds(discount),
    subtotal_price: pounds(subtotal),
    total_tax: pounds(tax),
    total_price: pounds(total),
    line_items: order.lines.map(({ name, quantity, pence }, index) => ({
      id: index + 1,
      product_id: null,
      title: name,
      quantity,
      price: pounds(pence),
      gift_card: name.startsWith('Gift'),
      ...(name === 'Tip' && { tip_payment_gateway: 'shopify_payments' }),
      tax_lines: index === taxedLine && tax > 0 ? [{ title: 'VAT', price: pounds(tax), rate: 0.2 }] : [],
    })),
    shipping_lines: [],
    refunds: order.end === 'refunded' || order.end === 'cancelled' ? [wholeRefund(order, taxedLine)] : [],
  }
}

function wholeRefund(order: AnyOrder, taxedLine: number) {
  const { tax, total } = totalsOf(order)
  return {
    id: 1,
    created_at: at,
    refund_line_items: netsOf(order).map((net, index) => ({
      id: index + 1,
      line_item_id: index + 1,
      quantity: order.lines[index]?.quantity ?? 0,
      subtotal: net / 100,
      total_tax: index === taxedLine ? tax / 100 : 0,
    })),
    transactions: [{ kind: 'refund', status: 'success', amount: pounds(total) }],
  }
}

export const exportHeader =
  'Name,Financial Status,Currency,Subtotal,Shipping,Taxes,Total,Discount Amount,Created at,Cancelled at,' +
  'Payment Method,Refunded Amount,Id,Lineitem quantity,Lineitem name,Lineitem price'

export function ofExport(order: AnyOrder, id: number): readonly string[] {
  const { discount, tax, subtotal, total } = totalsOf(order)
  const isPaidBack = order.end === 'refunded' || order.end === 'cancelled'
  const created = '2026-03-04 10:15:00 +0000'
  const first = [
    ...[
      order.end === 'voided' ? 'voided' : isPaidBack ? 'refunded' : 'paid',
      'GBP',
      pounds(subtotal),
      '0.00',
    ],
    ...[pounds(tax), pounds(total), pounds(discount), created, order.end === 'cancelled' ? created : ''],
    order.end === 'test' ? '(for testing) Bogus Gateway' : 'Shopify Payments',
    ...[pounds(isPaidBack ? total : 0), String(id)],
  ]
  return order.lines.map(({ name, quantity, pence }, index) =>
    [`#E${id}`, ...(index === 0 ? first : first.map(() => '')), quantity, name, pounds(pence)].join(','),
  )
}
