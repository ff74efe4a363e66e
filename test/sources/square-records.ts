/** Records of Square's API. */

export const gbp = (amount: number) => ({ amount, currency: 'GBP' })

export const customer = {
  id: 'JDKYHBWT1D4F8MFH63DBMEN8Y4',
  created_at: '2026-03-23T20:21:54.859Z',
  updated_at: '2026-03-23T20:21:55Z',
  given_name: 'Amelia',
  family_name: 'Earhart',
  email_address: 'Amelia.Earhart@Example.com',
  phone_number: '+447911123456',
  birthday: '0000-07-24',
  address: {
    address_line_1: '50 Electric Avenue',
    locality: 'London',
    postal_code: 'SW9 8JX',
    country: 'GB',
  },
  note: 'a customer',
  preferences: { email_unsubscribed: false },
  creation_source: 'THIRD_PARTY',
  group_ids: ['545AXB44B4XXWMVQ4W8SBT3HHF'],
  version: 1,
}

/** Two mugs with tax in the price and a discount, a typed-in amount, gift wrapping, a tip, paid in cash. */
export const sale = {
  id: 'CAISENgvlJ6jLWAzERDzjyHVybY',
  location_id: 'L88917AVBK2S5',
  customer_id: customer.id,
  state: 'COMPLETED',
  version: 4,
  source: { name: 'Point of Sale' },
  created_at: '2026-05-06T11:20:10.111Z',
  updated_at: '2026-05-06T11:21:00Z',
  closed_at: '2026-05-06T11:21:00Z',
  line_items: [
    {
      uid: 'mugs',
      name: 'Mug',
      variation_name: 'Blue',
      catalog_object_id: 'W62UWFY35CWMYGVWK6TWJDNI',
      quantity: '2',
      item_type: 'ITEM',
      base_price_money: gbp(1000),
      gross_sales_money: gbp(2000),
      total_discount_money: gbp(100),
      total_tax_money: gbp(317),
      total_money: gbp(1900),
    },
    {
      uid: 'typed',
      quantity: '1',
      item_type: 'CUSTOM_AMOUNT',
      base_price_money: gbp(333),
      total_discount_money: gbp(0),
      total_tax_money: gbp(0),
      total_money: gbp(333),
    },
  ],
  service_charges: [
    {
      uid: 'wrap',
      name: 'Gift wrapping',
      type: 'CUSTOM',
      total_money: gbp(240),
      total_tax_money: gbp(40),
    },
    { uid: 'grat', name: 'Gratuity', type: 'AUTO_GRATUITY', total_money: gbp(0) },
  ],
  rounding_adjustment: { uid: 'cash', name: 'ROUNDING_ADJUSTMENT', amount_money: gbp(-3) },
  total_money: gbp(2670),
  net_amounts: {
    total_money: gbp(2670),
    tax_money: gbp(357),
    discount_money: gbp(100),
    tip_money: gbp(200),
    service_charge_money: gbp(240),
  },
  tenders: [{ id: 'EnZdNAlWCmfh6Mt5FMNST1o7taB', type: 'CASH', customer_id: customer.id }],
}

const refund = {
  id: 'RF1',
  tender_id: 'EnZdNAlWCmfh6Mt5FMNST1o7taB',
  created_at: '2026-05-09T10:00:00Z',
  reason: 'Chipped',
  amount_money: gbp(950),
  status: 'APPROVED',
}

/** One of the mugs is returned; only the card identifies the customer. */
export const giveBack = {
  id: 'returned',
  location_id: sale.location_id,
  state: 'COMPLETED',
  created_at: '2026-05-09T10:00:00Z',
  updated_at: '2026-05-09T10:00:01Z',
  total_money: gbp(0),
  net_amounts: {
    total_money: gbp(-950),
    tax_money: gbp(-158),
    discount_money: gbp(-50),
    tip_money: gbp(0),
  },
  returns: [
    {
      uid: 'r',
      source_order_id: sale.id,
      return_line_items: [
        {
          uid: 'mug',
          source_line_item_uid: 'mugs',
          name: 'Mug',
          variation_name: 'Blue',
          catalog_object_id: 'W62UWFY35CWMYGVWK6TWJDNI',
          quantity: '1',
          item_type: 'ITEM',
          base_price_money: gbp(1000),
          gross_return_money: gbp(1000),
          total_discount_money: gbp(50),
          total_tax_money: gbp(158),
          total_money: gbp(950),
        },
      ],
    },
  ],
  refunds: [refund],
  tenders: [{ id: 'T2', type: 'CARD', customer_id: customer.id }],
}

export const saleSinceRefunded = { ...sale, refunds: [refund], updated_at: '2026-05-09T10:00:02Z' }

export const payment = {
  id: 'EnZdNAlWCmfh6Mt5FMNST1o7taB',
  created_at: '2026-05-06T11:20:40Z',
  updated_at: '2026-05-06T11:21:00Z',
  status: 'COMPLETED',
  source_type: 'CARD',
  amount_money: gbp(2470),
  tip_money: gbp(200),
  total_money: gbp(2670),
  location_id: sale.location_id,
  order_id: sale.id,
  customer_id: customer.id,
  card_details: { status: 'CAPTURED', card: { last_4: '1111' } },
}

/** Item sales as the dashboard exports them: two sales, a mug returned a day later, and two that are invalid. */
export const soldItems = [
  'Date,Time,Time Zone,Category,Item,Qty,Price Point Name,SKU,Modifiers Applied,Gross Sales,Discounts,Net Sales,Tax,Transaction ID,Payment ID,Device Name,Notes,Details,Event Type,Location,Dining Option,Customer ID,Customer Name,Customer Reference ID,Unit,Count,Itemization Type',
  '2026-07-18,12:59:30,London,Kitchen,Mug,2.0,Blue,MUG-1,,£20.00,-£2.00,£18.00,£3.60,SQ1,PAY1,iPad,,,Payment,Bath,,CUST1,Ada Byron,,ea,2,Physical Good',
  '2026-07-18,12:59:30,London,,Custom Amount,1.0,,,,£4.50,£0.00,£4.50,£0.90,SQ1,PAY1,iPad,,,Payment,Bath,,CUST1,Ada Byron,,ea,1,Custom Amount',
  '2026-07-18,13:10:00,London,Garden,Bench,1.0,Regular,BEN-1,,"£1,234.50",£0.00,"£1,234.50",£246.90,SQ2,PAY2,iPad,,,Payment,Bath,,,,,ea,1,Physical Good',
  '2026-07-18,13:20:00,Atlantis,Garden,Bench,1.0,Regular,BEN-1,,£10.00,£0.00,£10.00,£2.00,SQ3,PAY3,iPad,,,Payment,Bath,,,,,ea,1,Physical Good',
  '2026-07-18,13:30:00,London,Garden,Bench,1.0,Regular,BEN-1,,-£10.00,£0.00,-£10.00,-£2.00,SQ4,PAY4,iPad,,,Payment,Bath,,,,,ea,1,Physical Good',
  '2026-07-19,10:00:00,London,Kitchen,Mug,-1.0,Blue,MUG-1,,-£10.00,£1.00,-£9.00,-£1.80,SQ1,PAY1,iPad,,,Refund,Bath,,CUST1,Ada Byron,,ea,1,Physical Good',
].join('\n')
