import { canonical, decimal, id, key, text } from '#engine'

/** What is put on the shelf: a product in one size, colour and the like. */
export const product_variant = canonical('product_variant', {
  description: 'A variant of a product, as one source has it',
  columns: {
    variant_key: key('Surrogate key of the variant'),
    product_key: key('Product it is a variant of'),
    source: id('Source system'),
    variant_id: id('Variant in its source'),
    variant_name: text('Size, colour and the like').orNull(),
    sku: id('Stock keeping unit').orNull(),
    barcode: id('Barcode').orNull(),
    price: decimal('Price, in the currency of the shop'),
    list_price: decimal('Price before it was reduced').orNull(),
    stock_quantity: decimal('Units in stock').orNull(),
  },
})
