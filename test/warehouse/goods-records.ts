/** An order of a web shop for one mug, with the parts that a test is about. */
export function shopOrder(number: number, parts: object = {}) {
  return {
    id: 9_000_000 + number,
    name: `#${number}`,
    email: `buyer${number}@example.com`,
    phone: null,
    created_at: '2026-06-01T08:00:00Z',
    processed_at: '2026-06-01T08:00:00Z',
    updated_at: '2026-06-09T08:00:00Z',
    cancelled_at: null,
    test: false,
    currency: 'GBP',
    financial_status: 'paid',
    source_name: 'web',
    taxes_included: false,
    total_line_items_price: '10.00',
    total_discounts: '0.00',
    subtotal_price: '10.00',
    total_tax: '0.00',
    total_price: '10.00',
    line_items: [
      { id: 100_000 + number, product_id: 1, sku: 'MUG', title: 'Mug', quantity: 1, price: '10.00' },
    ],
    shipping_lines: [],
    refunds: [],
    ...parts,
  }
}

export function fulfillment(id: number, shippedAt: string, parts: object = {}) {
  return {
    id,
    status: 'success',
    created_at: shippedAt,
    updated_at: shippedAt,
    tracking_company: 'Royal Mail',
    tracking_number: null,
    ...parts,
  }
}
