import { canonical, flag, id, instant, key, oneOf, text } from '#engine'

/** The header of an order; its amounts are those of its lines. */
export const order = canonical('order', {
  description: 'An order, return or adjustment, as one source has it',
  columns: {
    order_key: key('Surrogate key of the order'),
    record_key: key('Profile record of the person who placed it').orNull(),
    source: id('Source system'),
    order_id: id('Number of the order in its source'),
    order_type: oneOf('Kind of order', ['sale', 'return', 'adjustment']),
    ordered_at: instant('When it was placed'),
    country: text('Country it was sold to').orNull(),
    is_test: flag('Whether it was a test'),
  },
})
