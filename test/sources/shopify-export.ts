import type { CsvRow } from '#engine'

/** The headers of Shopify's orders_export.csv that the tests use. */
const orderHeader =
  'Name,Email,Financial Status,Paid at,Fulfillment Status,Fulfilled at,Currency,Subtotal,Shipping,Taxes,Total,' +
  'Discount Code,Discount Amount,Shipping Method,Created at,Lineitem quantity,Lineitem name,Lineitem price,' +
  'Lineitem sku,Billing Name,Billing Address1,Billing City,Billing Zip,Billing Country,Notes,Cancelled at,' +
  'Payment Method,Refunded Amount,Id,Tags,Source,Lineitem discount,Tax 1 Name,Tax 1 Value,Phone'

const emptyOrder = Object.fromEntries(orderHeader.split(',').map((header) => [header, '']))

/** One row of it. */
export function orderRow(cells: CsvRow): CsvRow {
  return { ...emptyOrder, ...cells }
}

/** An order of two lines with an order discount, shipping and tax on top of the prices. */
export const exportedOrder: readonly CsvRow[] = [
  orderRow({
    Name: '#1001',
    Email: 'ada@example.com',
    'Financial Status': 'paid',
    'Paid at': '2026-03-04 10:15:00 +0000',
    'Fulfilled at': '2026-03-05 09:00:00 +0100',
    Currency: 'GBP',
    Subtotal: '27.00',
    Shipping: '3.00',
    Taxes: '6.00',
    Total: '36.00',
    'Discount Code': 'SPRING10',
    'Discount Amount': '3.00',
    'Shipping Method': 'Standard',
    'Created at': '2026-03-04 10:14:58 +0000',
    'Lineitem quantity': '2',
    'Lineitem name': 'Teapot - Blue',
    'Lineitem price': '10.00',
    'Lineitem sku': 'TEA-BLUE',
    'Lineitem discount': '0.00',
    'Billing Name': 'Ada King Byron',
    'Billing Address1': '12 St James’s Square',
    'Billing City': 'London',
    'Billing Zip': "'SW1Y 4JH",
    'Billing Country': 'GB',
    'Payment Method': 'Shopify Payments',
    'Refunded Amount': '0.00',
    Id: "'450789469",
    Source: 'web',
    'Tax 1 Name': 'VAT 20%',
    'Tax 1 Value': '6.00',
  }),
  orderRow({
    Name: '#1001',
    Email: 'ada@example.com',
    'Created at': '2026-03-04 10:14:58 +0000',
    'Lineitem quantity': '1',
    'Lineitem name': 'Tea strainer',
    'Lineitem price': '10.00',
    'Lineitem sku': '',
    'Lineitem discount': '0.00',
  }),
]

export const exportedCustomer: CsvRow = {
  'Customer ID': "'207119551",
  'First Name': 'Ada',
  'Last Name': 'Byron',
  Email: 'ada@example.com',
  'Accepts Email Marketing': 'yes',
  'Default Address Company': '',
  'Default Address Address1': '12 St James’s Square',
  'Default Address Address2': '',
  'Default Address City': 'London',
  'Default Address Province Code': 'ENG',
  'Default Address Country Code': 'GB',
  'Default Address Zip': "'SW1Y 4JH",
  'Default Address Phone': '',
  Phone: "'+442079460991",
  'Accepts SMS Marketing': 'no',
  'Total Spent': '36.00',
  'Total Orders': '1',
  Note: '',
  'Tax Exempt': 'no',
  Tags: 'vip',
}
