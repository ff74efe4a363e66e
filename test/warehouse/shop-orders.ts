let nextOrder = 0

/** An order of one mug in the web shop, as its API gives it. */
export function order(currency: string, at: string, price: string, more: object = {}): object {
  nextOrder += 1
  return {
    id: nextOrder,
    name: `#${nextOrder}`,
    email: null,
    phone: null,
    created_at: at,
    processed_at: at,
    updated_at: at,
    cancelled_at: null,
    test: false,
    currency,
    financial_status: 'paid',
    source_name: 'web',
    taxes_included: false,
    total_line_items_price: price,
    total_discounts: '0',
    subtotal_price: price,
    total_tax: '0',
    total_price: price,
    note: null,
    customer: null,
    billing_address: null,
    shipping_address: null,
    line_items: [{ id: nextOrder, product_id: 1, title: 'Mug', quantity: 1, price }],
    discount_codes: [],
    shipping_lines: [],
    tax_lines: [],
    refunds: [],
    fulfillments: [],
    ...more,
  }
}
