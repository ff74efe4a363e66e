import { type CsvExport, type CsvRow, cell, instantIn, minorUnits } from '#engine'
import { company } from '#settings'

/*
 * The export of item sales, with a row for each item sold or returned. The items of one sale become an order as the API
 * gives it; returned items, in a separate transaction or in that of the sale, become an order with returns. The export
 * has no tips and no service charges, and names of locations instead of ids.
 */

export const itemsExport: CsvExport = {
  header: [
    'Transaction ID',
    'Event Type',
    'Date',
    'Time',
    'Time Zone',
    'Item',
    'Qty',
    'Gross Sales',
    'Net Sales',
  ],
  // a sale can be refunded in several steps, each of which is a return
  groupBy: (row) => {
    const sale = [row['Transaction ID'] ?? '', row['Event Type'] ?? '']
    return row['Event Type'] === 'Refund' ? [...sale, row.Date ?? '', row.Time ?? ''] : sale
  },
  decimals: ['Qty', 'Gross Sales', 'Discounts', 'Net Sales', 'Tax'],
  record: (rows) => {
    const [first = {}] = rows
    const at = moment(first)
    const sale = cell(first['Transaction ID'])
    const event = first['Event Type']
    if (event !== 'Payment' && event !== 'Refund') throw new Error(`the event type "${event}" is not known`)
    const isRefund = event === 'Refund'
    const currency = currencyOf(first['Net Sales'])
    const money = (amount: unknown) => ({ amount, currency })
    const sign = isRefund ? -1 : 1
    const items = rows.map((row, index) => itemOf(row, index, currency, sign))
    const sumOf = (part: 'tax' | 'discount' | 'total') =>
      items.reduce((sum, item) => sum + sign * item[part], 0)
    const lines = items.map(({ line }) => line)
    return {
      id: isRefund ? `${sale} refund ${at}` : sale,
      location_id: cell(first.Location),
      customer_id: cell(first['Customer ID']),
      customer_name: cell(first['Customer Name']),
      state: 'COMPLETED',
      created_at: at,
      updated_at: at,
      closed_at: at,
      total_money: money(isRefund ? 0 : sumOf('total')),
      net_amounts: {
        total_money: money(sumOf('total')),
        tax_money: money(sumOf('tax')),
        discount_money: money(sumOf('discount')),
        tip_money: money(0),
      },
      line_items: isRefund ? [] : lines,
      returns: isRefund ? [{ uid: 'refund', source_order_id: sale, return_line_items: lines }] : [],
    }
  },
}

/** Returned items have the opposite sign. A negative line of a sale is passed on, so that the contract rejects it. */
function itemOf(row: CsvRow, index: number, currency: string, sign: 1 | -1) {
  const pence = (header: string) => {
    const amount = minorUnits(row[header], currency) ?? 0
    if (typeof amount === 'string') throw new Error(`${header} is ${amount}, which is not an amount of money`)
    return amount * sign + 0
  }
  const [gross, net, tax] = [pence('Gross Sales'), pence('Net Sales'), pence('Tax')]
  const discount = 0 - pence('Discounts')
  const quantity = (sign === -1 ? cell(row.Qty)?.replace(/^-/, '') : cell(row.Qty)) ?? ''
  const money = (amount: number) => ({ amount, currency })
  const line = {
    uid: String(index + 1),
    name: cell(row.Item),
    variation_name: cell(row['Price Point Name']),
    quantity,
    item_type: itemType(row),
    base_price_money: money(Number(quantity) > 0 ? Math.round(gross / Number(quantity)) : gross),
    total_discount_money: money(discount),
    total_tax_money: money(tax),
    total_money: money(net + tax),
    sku: cell(row.SKU),
    category: cell(row.Category),
    note: cell(row.Notes),
  }
  return { line, discount, tax, total: net + tax }
}

/** Older exports have no column for it, and a gift card is recognised by the name that Square gives it. */
function itemType(row: CsvRow): string | undefined {
  const stated = cell(row['Itemization Type'])?.toUpperCase().replaceAll(' ', '_')
  return stated ?? (/^e-?gift card\b|^gift card\b/i.test(row.Item ?? '') ? 'GIFT_CARD' : undefined)
}

const currencies = new Map([
  ['£', 'GBP'],
  ['€', 'EUR'],
  ['¥', 'JPY'],
])

const ownSymbol = new Intl.NumberFormat('en', {
  style: 'currency',
  currency: company.currency,
  currencyDisplay: 'narrowSymbol',
}).format(0)

/**
 * Amounts have a symbol and no code. Square is in one country with yen, and in several with dollars: `$` is those of the
 * company or, if it has none, refused by the contract.
 */
function currencyOf(amount: string | undefined): string {
  const symbol = /\p{Sc}/u.exec(amount ?? '')?.[0]
  if (symbol === undefined || ownSymbol.includes(symbol)) return company.currency
  return currencies.get(symbol) ?? symbol
}

/** The export uses Ruby on Rails' names of time zones. */
const zones = new Map([
  ['London', 'Europe/London'],
  ['Edinburgh', 'Europe/London'],
  ['Dublin', 'Europe/Dublin'],
  ['Paris', 'Europe/Paris'],
  ['Madrid', 'Europe/Madrid'],
  ['Eastern Time (US & Canada)', 'America/New_York'],
  ['Central Time (US & Canada)', 'America/Chicago'],
  ['Mountain Time (US & Canada)', 'America/Denver'],
  ['Pacific Time (US & Canada)', 'America/Los_Angeles'],
  ['Arizona', 'America/Phoenix'],
  ['Alaska', 'America/Anchorage'],
  ['Hawaii', 'Pacific/Honolulu'],
  ['Atlantic Time (Canada)', 'America/Halifax'],
  ['Newfoundland', 'America/St_Johns'],
  ['Sydney', 'Australia/Sydney'],
  ['Melbourne', 'Australia/Melbourne'],
  ['Brisbane', 'Australia/Brisbane'],
  ['Adelaide', 'Australia/Adelaide'],
  ['Perth', 'Australia/Perth'],
  ['Tokyo', 'Asia/Tokyo'],
])

function moment(row: CsvRow): string {
  const written = `${row.Date ?? ''} ${row.Time ?? ''}`.trim()
  const named = cell(row['Time Zone']) ?? ''
  const zone = zones.get(named) ?? (named.includes('/') ? named : undefined)
  if (zone === undefined) throw new Error(`the time zone "${named}" is not known`)
  return instantIn(zone, written)
}
