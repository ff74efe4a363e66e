import { decimal, every, id, key, references, sql, text, transform } from '#engine'
import { product_variant } from '../canonical/product_variant.ts'
import { dim_product } from './dim_product.ts'

/** Type 1. A variant that its product no longer has is gone from here, and its stock with it. */
export const dim_product_variant = transform('warehouse.dim_product_variant', {
  description:
    'One row for each size, colour and so on of a product: the unit that is stocked, as it is now; the unknown member -1.',
  grain: ['variant_key'],
  columns: {
    variant_key: key('The variant; -1 is the unknown member'),
    product_key: key('Product that it is a variant of'),
    source: id('Source system'),
    variant_id: id('Variant in its source'),
    product_name: text('Name of the product'),
    variant_name: text('Size, colour and so on; missing if the product has just one variant').orNull(),
    category_path: text('Category of the product'),
    sku: id('Stock keeping unit').orNull(),
    barcode: id('Barcode').orNull(),
    price: decimal('Price now, in the currency of the shop. Not additive.').orNull(),
    list_price: decimal('List price now, before reductions. Not additive.').orNull(),
  },
  indexes: [['product_key']],
  tests: [references('product_key', dim_product)],
  unknownMember: {
    variant_key: -1,
    product_key: -1,
    source: 'none',
    variant_id: 'unknown',
    product_name: 'Unknown product',
    category_path: 'No category',
  },
  query: sql`
    select
      variant.variant_key,
      product.product_key,
      variant.source,
      variant.variant_id,
      product.product_name,
      variant.variant_name,
      product.category_path,
      variant.sku,
      variant.barcode,
      variant.price,
      coalesce(variant.list_price, variant.price) as list_price
    from ${every(product_variant)} variant
    join ${dim_product} product using (product_key)`,
})
