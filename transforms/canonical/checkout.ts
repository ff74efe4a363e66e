import { canonical, decimal, id, instant, integer, key, oneOf, recordKey, text } from '#engine'

/** A customer started to check out, and paid or did not. */
export const checkout = canonical('checkout', {
  description: 'A checkout that was started, whether it was paid or not, as one source has it',
  columns: {
    checkout_key: key('Surrogate key of the checkout'),
    record_key: recordKey('Profile record of the person who started it').orNull(),
    source: id('Source system'),
    checkout_id: id('Identifier of the checkout in its source'),
    status: oneOf('Whether it has been paid', ['open', 'completed']),
    started_at: instant('When it started'),
    updated_at: instant('When the customer last changed it'),
    completed_at: instant('When it was paid').orNull(),
    line_count: integer('Lines'),
    quantity: decimal('Units'),
    goods: decimal('Value of the lines before discounts'),
    discount: decimal('Discounts'),
    total: decimal('What the customer would have owed'),
    currency: id('Currency of the amounts, ISO 4217'),
    country: text('Country it was to be sent to').orNull().notPersonal('many people live in a country'),
    referrer_host: text('Host the customer came from').orNull(),
  },
})
