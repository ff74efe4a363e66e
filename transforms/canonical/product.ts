import { canonical, decimal, id, instant, integer, key, oneOf, text } from '#engine'

/** A product in the catalogue of a shop, sold or not. */
export const product = canonical('product', {
  description: 'A product of a catalogue, as one source has it',
  columns: {
    product_key: key('Surrogate key of the product, the same that lines of orders lead to'),
    source: id('Source system'),
    product_id: id('Product in its source'),
    product_name: text('Name of the product'),
    category: text('Kind of product, in words of the shop').orNull(),
    brand: text('Maker').orNull(),
    status: oneOf('Whether it is offered', ['active', 'draft', 'archived']),
    variant_count: integer('Sizes, colours and the like'),
    lowest_price: decimal('Price of the cheapest variant').orNull(),
    highest_price: decimal('Price of the dearest variant').orNull(),
    created_at: instant('When it was created').orNull(),
    updated_at: instant('When it last changed').orNull(),
  },
})
