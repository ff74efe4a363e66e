import { type CsvExport, minorDigits } from '#engine'
import { fromUnits, share, toUnits } from './amounts.ts'
import { Cells } from './csv-cells.ts'
import { orderLines, sumOf } from './csv-order-lines.ts'

/*
 * Shopify's own CSV exports. Each customer, and each order with its rows, becomes a record as the API gives it. Columns
 * that are not named here are kept under their own header.
 */

/** `(for testing) Bogus Gateway` */
const isTestGateway = /\bbogus\b|\bfor testing\b|\btest mode\b/i

export const customersExport: CsvExport = {
  header: ['Customer ID', 'First Name', 'Last Name', 'Email', 'Total Orders'],
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
      email_marketing_consent: agreed(row['Accepts Email Marketing']),
      sms_marketing_consent: agreed(row['Accepts SMS Marketing']),
      created_at: null,
      updated_at: null,
      ...cells.rest(),
    }
  },
}

/** `no` does not say whether the customer was asked. A word other than yes or no is passed on. */
function agreed(cell: string | undefined) {
  const word = cell?.trim().toLowerCase()
  if (!word) return null
  return { state: word === 'yes' ? 'subscribed' : word === 'no' ? 'not_subscribed' : word }
}

/**
 * The export has the order in its first row and one line in every row. It does not say when an order last changed, so
 * the latest of its times is used. It does not split refunds into goods, tax and shipping, or discounts and taxes by
 * line: they are allocated in proportion, to the cent. It marks test orders by how they were paid only.
 */
export const ordersExport: CsvExport = {
  header: ['Name', 'Id', 'Created at', 'Lineitem name', 'Lineitem quantity', 'Lineitem price', 'Subtotal'],
  groupBy: ['Name'],
  firstRowHas: 'Id',
  decimals: [
    ...['Subtotal', 'Shipping', 'Taxes', 'Total', 'Discount Amount', 'Refunded Amount'],
    ...['Lineitem price', 'Lineitem discount'],
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
    const shipping = cells.text('Shipping') ?? '0'
    const [taxes, total] = [cells.text('Taxes') ?? '0', cells.text('Total')]
    const subtotal = cells.text('Subtotal')
    const digits = minorDigits(cells.text('Currency') ?? '')
    const { lines, grossUnits, isTaxIncluded, soldUnits, postageTax } = orderLines(rows, {
      subtotal: toUnits(subtotal),
      shipping: toUnits(shipping),
      taxes: toUnits(taxes),
      total: toUnits(total),
      digits,
    })
    const refundedUnits = toUnits(cells.text('Refunded Amount'))
    const isWhole = refundedUnits === toUnits(total)
    const refund = {
      id,
      created_at: latest,
      note: 'Refunded Amount of the CSV export',
      refund_line_items: isWhole
        ? lines.map((line) => ({
            id: line.id,
            line_item_id: line.id,
            quantity: line.quantity,
            subtotal: fromUnits(line.netUnits),
            total_tax: sumOf(line.tax_lines.map(({ price }) => price)),
          }))
        : [],
      order_adjustments: isWhole
        ? [
            {
              kind: 'shipping_refund',
              amount: fromUnits((isTaxIncluded ? postageTax : 0n) - toUnits(shipping)),
            },
          ]
        : [
            {
              kind: 'refund_discrepancy',
              amount: fromUnits(-share(refundedUnits, soldUnits, toUnits(total), digits)),
            },
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
      test: isTestGateway.test(first['Payment Method'] ?? ''),
      currency: cells.text('Currency'),
      financial_status: cells.text('Financial Status'),
      source_name: cells.text('Source'),
      taxes_included: isTaxIncluded,
      total_line_items_price: fromUnits(grossUnits),
      total_discounts: discount,
      subtotal_price: subtotal,
      total_tax: taxes,
      total_price: total,
      note: cells.text('Notes'),
      customer: null,
      billing_address: cells.address('Billing'),
      shipping_address: cells.address('Shipping'),
      line_items: lines.map(({ netUnits, ...line }) => line),
      discount_codes: code === null ? [] : [{ code, amount: discount, type: 'fixed_amount' }],
      shipping_lines:
        shippingMethod === null && toUnits(shipping) === 0n
          ? []
          : [
              {
                title: shippingMethod ?? 'Shipping',
                price: shipping,
                tax_lines: [{ title: 'Tax', price: fromUnits(postageTax), rate: 0 }],
              },
            ],
      tax_lines: cells.taxLines(),
      refunds: refundedUnits === 0n ? [] : [refund],
      fulfillments: times.fulfilled === null ? [] : [{ id, status: 'success', created_at: times.fulfilled }],
      ...cells.rest((header) => header.startsWith('Lineitem ')),
    }
  },
}
