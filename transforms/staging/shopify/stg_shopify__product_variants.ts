import { notNegative, sql, transform } from '#engine'
import { product_variant } from '../../canonical/product_variant.ts'
import { shopify } from '../../sources/shopify/shopify.ts'

/** A product without sizes or colours has one variant, called Default Title. */
export const stg_shopify__product_variants = transform('staging.stg_shopify__product_variants', {
  description: 'Sizes, colours and other variants of the products of the online shop.',
  grain: ['variant_key'],
  conformsTo: product_variant,
  columns: product_variant.columns,
  tests: [notNegative('price')],
  query: sql`
    select
      ops.key_of('shopify', 'variant', product.id::text, variant.id::text) as variant_key,
      ops.key_of('shopify', 'product', product.id::text) as product_key,
      'shopify' as source,
      variant.id::text as variant_id,
      nullif(nullif(trim(variant.title), 'Default Title'), '') as variant_name,
      nullif(trim(variant.sku), '') as sku,
      nullif(trim(variant.barcode), '') as barcode,
      variant.price,
      variant.compare_at_price as list_price,
      variant.inventory_quantity as stock_quantity
    from ${shopify.products} product
    cross join lateral jsonb_to_recordset(product.variants) as variant(
      id bigint, title text, sku text, barcode text, price numeric, compare_at_price numeric,
      inventory_quantity numeric
    )`,
})
