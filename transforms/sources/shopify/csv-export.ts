import type { CsvExport, CsvRow } from '#engine'
import { fromUnits, share, toUnits } from './amounts.ts'
import { Cells } from './csv-cells.ts'

/*
 * Shopify's own CSV exports. Each customer, and each order with its rows, becomes a record as the API gives it. Columns
 * that are not named here are kept under their own header.
 */

export const customersExport: CsvExport = {
  header: ['Customer ID', 'First Name', 'Last Name', 'Email', 'Total Orders'],
  decimals: ['Total Spent'],
  record: ([row = {}]) => {
    const cells = new Cells(row)
    return {
      id: cells.number('Customer ID'),
      email: cells.text('Email'),
      first_name: cells.text('First Name'),
      last_name: cells.text('Last Name'),
      phone: cells.text('Phone'),
      state: null,
      verified_email: null,
      tags: cells.text('Tags') ?? '',
      note: cells.text('Note'),
      currency: null,
      default_address: {
        company: cells.text('Default Address Company'),
        address1: cells.text('Default Address Address1'),
        address2: cells.text('Default Address Address2'),
        city: cells.text('Default Address City'),
        province: cells.text('Default Address Province Code'),
        zip: cells.text('Default Address Zip'),
        country: cells.text('Default Address Country Code'),
        country_code: cells.text('Default Address Country Code'),
        phone: cells.text('Default Address Phone'),
      },
      created_at: null,
      updated_at: null,
      ...cells.rest(),
    }
  },
}

/**
 * The export has the order in its first row and one line in every row. It does not say when an order last changed, so
 * the latest of its times is used. It does not split refunds into goods, tax and shipping, or discounts and taxes by
 * line: they are allocated in proportion, to the cent.
 */
export const ordersExport: CsvExport = {
  header: ['Name', 'Id', 'Created at', 'Lineitem name', 'Lineitem quantity', 'Lineitem price', 'Subtotal'],
  groupBy: ['Name'],
  firstRowHas: 'Id',
  decimals: [
    ...[
      'Subtotal',
      'Shipping',
      'Taxes',
      'Total',
      'Discount Amount',
      'Refunded Amount',
      'Outstanding Balance',
    ],
    ...['Lineitem price', 'Lineitem compare at price', 'Lineitem discount'],
    ...[1, 2, 3, 4, 5].map((n) => `Tax ${n} Value`),
  ],
  record: (rows) => {
    const [first = {}] = rows
    const cells = new Cells(first)
    const times = {
      created: cells.instant('Created at'),
      paid: cells.instant('Paid at'),
      fulfilled: cells.instant('Fulfilled at'),
      cancelled: cells.instant('Cancelled at') ?? cells.instant('Canceled at'),
    }
    const latest = Object.values(times)
      .filter((time) => time !== null)
      .reduce<string | null>((a, b) => (a === null || Date.parse(b) > Date.parse(a) ? b : a), null)
    const id = cells.number('Id')
    const [subtotal, shipping] = [cells.text('Subtotal'), cells.text('Shipping') ?? '0']
    const [taxes, total] = [cells.text('Taxes') ?? '0', cells.text('Total')]
    const taxesIncluded = toUnits(subtotal) + toUnits(shipping) === toUnits(total) && toUnits(taxes) !== 0n
    const { lines, grossUnits, lineTaxUnits } = orderLines(rows, subtotal, taxes, shipping)
    const goods = toUnits(subtotal) - (taxesIncluded ? lineTaxUnits : 0n)
    const refunded = cells.text('Refunded Amount')
    const refund = {
      id,
      created_at: latest,
      note: 'Refunded Amount of the CSV export',
      refund_line_items: [],
      order_adjustments: [
        { kind: 'refund_discrepancy', amount: fromUnits(-share(toUnits(refunded), goods, toUnits(total))) },
      ],
    }
    const [code, shippingMethod] = [cells.text('Discount Code'), cells.text('Shipping Method')]
    const discount = cells.text('Discount Amount') ?? '0'
    return {
      id,
      name: cells.text('Name'),
      email: cells.text('Email'),
      phone: cells.text('Phone'),
      created_at: times.created,
      processed_at: times.created,
      updated_at: latest,
      cancelled_at: times.cancelled,
      test: false,
      currency: cells.text('Currency'),
      financial_status: cells.text('Financial Status'),
      source_name: cells.text('Source'),
      taxes_included: taxesIncluded,
      total_line_items_price: fromUnits(grossUnits),
      total_discounts: discount,
      subtotal_price: subtotal,
      total_tax: taxes,
      total_price: total,
      note: cells.text('Notes'),
      customer: null,
      billing_address: cells.address('Billing'),
      shipping_address: cells.address('Shipping'),
      line_items: lines,
      discount_codes: code === null ? [] : [{ code, amount: discount, type: 'fixed_amount' }],
      shipping_lines:
        shippingMethod === null && toUnits(shipping) === 0n
          ? []
          : [{ title: shippingMethod ?? 'Shipping', price: shipping }],
      tax_lines: cells.taxLines(),
      refunds: toUnits(refunded) === 0n ? [] : [refund],
      fulfillments: times.fulfilled === null ? [] : [{ id, status: 'success', created_at: times.fulfilled }],
      ...cells.rest((header) => header.startsWith('Lineitem ')),
    }
  },
}

function orderLines(rows: readonly CsvRow[], subtotal: string | null, taxes: string, shipping: string) {
  const lines = rows
    .map((row) => new Cells(row))
    .filter((cells) => cells.text('Lineitem name') !== null)
    .map((cells, index) => {
      const quantity = cells.number('Lineitem quantity')
      const price = cells.text('Lineitem price')
      const gross = BigInt(Number.isInteger(quantity) ? (quantity ?? 0) : 0) * toUnits(price)
      return { cells, id: index + 1, quantity, price, gross, own: toUnits(cells.text('Lineitem discount')) }
    })
  const grossUnits = lines.reduce((sum, line) => sum + line.gross, 0n)
  const discounts = grossUnits - toUnits(subtotal)
  const ownDiscounts = lines.reduce((sum, line) => sum + line.own, 0n)
  const isOwnWithin = ownDiscounts <= discounts
  let [spreadSoFar, netSoFar, taxSoFar, baseSoFar] = [0n, 0n, 0n, 0n]
  const items = lines.map((line) => {
    const own = isOwnWithin ? line.own : 0n
    baseSoFar += line.gross - own
    const spread = share(
      discounts - (isOwnWithin ? ownDiscounts : 0n),
      baseSoFar,
      grossUnits - (isOwnWithin ? ownDiscounts : 0n),
    )
    const discount = own + spread - spreadSoFar
    spreadSoFar = spread
    netSoFar += line.gross - discount
    const tax = share(toUnits(taxes), netSoFar, toUnits(subtotal) + toUnits(shipping))
    const lineTax = tax - taxSoFar
    taxSoFar = tax
    return {
      id: line.id,
      product_id: null,
      variant_id: null,
      sku: line.cells.text('Lineitem sku') ?? line.cells.text('Lineitem SKU'),
      title: line.cells.text('Lineitem name'),
      quantity: line.quantity,
      price: line.price,
      discount_allocations:
        discount === 0n ? [] : [{ amount: fromUnits(discount), discount_application_index: 0 }],
      tax_lines: lineTax === 0n ? [] : [{ title: 'Tax', price: fromUnits(lineTax), rate: 0 }],
    }
  })
  return { lines: items, grossUnits, lineTaxUnits: taxSoFar }
}
