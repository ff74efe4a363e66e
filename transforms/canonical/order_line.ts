import { canonical, decimal, flag, id, instant, key, money, notNegative, oneOf, sql, text } from '#engine'

/**
 * One product that was sold, returned, adjusted or written off, with its amounts in the currency of the order, without
 * tax. Staging says what kind of product a line is for; the facts decide by that, in every source alike, which money is
 * a sale (`isSale`):
 *
 * - a gift card is a debt until it is spent, and then a means of payment
 * - a tip belongs to the staff, a donation to the charity, and postage to the carrier
 */
export const order_line = canonical('order_line', {
  description: 'A line of an order, as one source has it',
  columns: {
    order_line_key: key('Surrogate key of the line'),
    order_key: key('Order the line belongs to'),
    source: id('Source system'),
    product_id: id('Product in its source'),
    product_name: text('Name of the product').orNull(),
    product_type: oneOf(
      "Kind of product; unallocated is what the lines lack, or have too much, to make the record's own total",
      [
        'merchandise',
        'postage',
        'fee',
        'discount',
        'sample',
        'gift_card',
        'tip',
        'donation',
        'manual',
        'unallocated',
        'test',
        'unknown',
      ],
    ),
    line_type: oneOf('Kind of line', ['sale', 'return', 'adjustment', 'write_off']),
    is_test: flag('Whether the order was a test'),
    occurred_at: instant('When it was sold or returned'),
    currency: id('Currency of the amounts, ISO 4217, in capitals'),
    quantity: decimal('Units; negative if they were returned'),
    unit_price_amount: money('Price of one unit'),
    gross_amount: money('Sales before discounts'),
    discount_amount: money('Discounts on sales'),
    returned_amount: money('Value refunded to the customer'),
    adjustment_amount: money('Corrections of either sign'),
  },
  tests: [notNegative('gross_amount'), notNegative('discount_amount'), notNegative('returned_amount')],
})

/** Which lines are sales, in a query that calls the line `line`. What the others cost is money that is no sale. */
export const isSale = sql`line.product_type not in ('postage', 'gift_card', 'tip', 'donation')`

/**
 * The products of lines that pay money back without goods, such as for a scratch. Staging gives them to adjustments, which
 * can be of any other kind, too.
 */
export const moneyBackProducts = ['refund adjustment', 'unexplained refund'] as const
