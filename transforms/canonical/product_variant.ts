import { canonical, decimal, id, key, text } from '#engine'

/** A product in one size, colour and so on: the unit that is stocked. */
export const product_variant = canonical('product_variant', {
  description: 'A variant of a product, as one source has it',
  columns: {
    variant_key: key('Surrogate key of the variant'),
    product_key: key('Product that it is a variant of'),
    source: id('Source system'),
    variant_id: id('Variant in its source'),
    variant_name: text('Size, colour and so on').orNull(),
    sku: id('Stock keeping unit').orNull(),
    barcode: id('Barcode').orNull(),
    price: decimal('Price, in the currency of the shop'),
    list_price: decimal('Price before a reduction').orNull(),
    stock_quantity: decimal('Units in stock').orNull(),
  },
})
