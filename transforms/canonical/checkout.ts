import { canonical, decimal, id, instant, integer, key, oneOf, text } from '#engine'

/** Somebody came as far as the till. */
export const checkout = canonical('checkout', {
  description: 'A checkout that was begun, paid in the end or not, as one source has it',
  columns: {
    checkout_key: key('Surrogate key of the checkout'),
    record_key: key('Profile record of who began it').orNull(),
    source: id('Source system'),
    checkout_id: id('Identifier of the checkout in its source'),
    status: oneOf('Whether it has been paid', ['open', 'completed']),
    started_at: instant('When it began'),
    updated_at: instant('When the customer last did something'),
    completed_at: instant('When it was paid after all').orNull(),
    line_count: integer('Lines'),
    quantity: decimal('Units'),
    goods: decimal('Lines before discounts'),
    discount: decimal('Discounts'),
    total: decimal('What the customer would have owed'),
    currency: id('Currency of the amounts, ISO 4217'),
    country: text('Country it was to go to').orNull(),
    referrer_host: text('Host the customer came from').orNull(),
  },
})
