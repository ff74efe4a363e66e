import { canonical, decimal, id, instant, integer, key, oneOf, text } from '#engine'

/** A product in a shop's catalogue, whether it has been sold or not. */
export const product = canonical('product', {
  description: 'A product in a catalogue, as one source has it',
  columns: {
    product_key: key('Surrogate key of the product, the same as in order lines'),
    source: id('Source system'),
    product_id: id('Product in its source'),
    product_name: text('Name of the product'),
    category: text('Category, as the shop calls it').orNull(),
    brand: text('Brand').orNull(),
    status: oneOf('Whether it is offered', ['active', 'draft', 'archived']),
    variant_count: integer('Number of variants, such as sizes and colours'),
    lowest_price: decimal('Price of the cheapest variant').orNull(),
    highest_price: decimal('Price of the most expensive variant').orNull(),
    created_at: instant('When it was created').orNull(),
    updated_at: instant('When it last changed').orNull(),
  },
})
