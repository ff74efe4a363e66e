import { canonical, flag, id, instant, key, oneOf, recordKey, sql, text } from '#engine'

/** The header of an order; its amounts are those of its lines. */
export const order = canonical('order', {
  description: 'An order, return or adjustment, as one source has it',
  columns: {
    order_key: key('Surrogate key of the order'),
    record_key: recordKey('Profile record of the person who placed it').orNull(),
    source: id('Source system'),
    order_id: id('Number of the order in its source').notPersonal(
      'numbered by the source, not by the person',
    ),
    order_number: text('Number as customers and carriers see it, such as #1001')
      .orNull()
      .notPersonal('numbered by the source, not by the person'),
    order_type: oneOf('Kind of order', ['sale', 'return', 'adjustment']),
    status: oneOf('Its state; a draft, cancelled or voided order is no purchase and is worth nothing', [
      'draft',
      'open',
      'completed',
      'cancelled',
      'voided',
    ]),
    channel: text("Where it was placed: web, store, app … or the source's own word")
      .orNull()
      .notPersonal('chosen by the company, not by the customer'),
    store_id: id('Store it was placed in, in its source; missing if it was not placed in one')
      .orNull()
      .notPersonal('a place of the company'),
    ordered_at: instant('When it was placed'),
    currency: id('Currency of its amounts, ISO 4217, in capitals'),
    country: text('Country it was sold to').orNull().notPersonal('many people live in a country'),
    region: text('State, province or county it was sold to')
      .orNull()
      .notPersonal('many people live in a state, province or county'),
    is_test: flag('Whether it was a test'),
  },
})

/** Which orders count, in a query that calls the order `placed`. Lines of the others are worth nothing. */
export const counts = sql`placed.status in ('open', 'completed')`

/** Why an order or a line is in no figure: a test, a draft or cancelled or voided, or dated after the as-of day. */
export const exclusions = ['test', 'status', 'future'] as const
