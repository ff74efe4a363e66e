import { canonical, decimal, id, instant, key } from '#engine'

/** How much of a variant was in stock from some moment on. */
export const variant_stock = canonical('variant_stock', {
  description: 'The stock and price of a variant in one version of its record, as one source has it',
  columns: {
    stock_key: key('Surrogate key of the variant in this version'),
    variant_key: key('Variant'),
    source: id('Source system'),
    recorded_at: instant('When the source changed the record to this version').orNull(),
    quantity: decimal('Units in stock; negative if more were sold'),
    price: decimal('Price of one unit then, in the currency of the shop'),
  },
})
