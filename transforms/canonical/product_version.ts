import { canonical, decimal, id, instant, key } from '#engine'

/** A product as its catalogue had it from some moment on: an earlier version, or the present one. */
export const product_version = canonical('product_version', {
  description: 'The list prices of a product in one version of its record, as one source has it',
  columns: {
    product_key: key('Product'),
    source: id('Source system'),
    product_id: id('Product in its source'),
    changed_at: instant('When the source changed the record to this version').orNull(),
    lowest_list_price: decimal('List price of the cheapest variant, before reductions').orNull(),
    highest_list_price: decimal('List price of the most expensive variant').orNull(),
  },
})
