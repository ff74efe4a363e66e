import { canonical, decimal, flag, id, instant, key, money, oneOf, text } from '#engine'

/** One product that was sold, returned, adjusted or written off. */
export const order_line = canonical('order_line', {
  description: 'A line of an order, as one source has it',
  columns: {
    order_line_key: key('Surrogate key of the line'),
    order_key: key('Order the line belongs to'),
    source: id('Source system'),
    product_id: id('Product in its source'),
    product_name: text('Name of the product').orNull(),
    product_type: oneOf('Kind of product', [
      'merchandise',
      'postage',
      'fee',
      'discount',
      'sample',
      'voucher',
      'manual',
      'test',
      'unknown',
    ]),
    line_type: oneOf('Kind of line', ['sale', 'return', 'adjustment', 'write_off']),
    is_test: flag('Whether the order was a test'),
    occurred_at: instant('When it was sold or returned'),
    quantity: decimal('Units; negative if they were returned'),
    unit_price_amount: money('Price of one unit'),
    gross_amount: money('Sales before discounts'),
    discount_amount: money('Discounts on sales'),
    returned_amount: money('Value refunded to the customer'),
    adjustment_amount: money('Corrections of either sign'),
  },
})
