import { canonical, decimal, id, instant, integer, key, oneOf, text } from '#engine'

/** A product in a shop's catalogue, whether it has been sold or not. */
export const product = canonical('product', {
  description: 'A product in a catalogue, as one source has it',
  columns: {
    product_key: key('Surrogate key of the product, the same as in order lines'),
    source: id('Source system'),
    product_id: id('Product in its source'),
    product_name: text('Name of the product'),
    sku: id('Stock keeping unit, if it has just one').orNull(),
    category: text('Category, or its path with > between the levels, as the shop calls it').orNull(),
    brand: text('Brand').orNull(),
    status: oneOf('Whether it is offered; unknown if the source has sales and no catalogue', [
      'active',
      'draft',
      'archived',
      'unknown',
    ]),
    variant_count: integer('Number of variants, such as sizes and colours').orNull(),
    lowest_price: decimal('Price of the cheapest variant').orNull(),
    highest_price: decimal('Price of the most expensive variant').orNull(),
    created_at: instant('When it was created').orNull(),
    updated_at: instant('When it last changed').orNull(),
  },
})
