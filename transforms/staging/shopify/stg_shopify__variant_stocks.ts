import { sql, transform } from '#engine'
import { variant_stock } from '../../canonical/variant_stock.ts'
import { keptProducts } from './kept-products.ts'

/** A variant whose stock the shop does not track has no rows. */
export const stg_shopify__variant_stocks = transform('staging.stg_shopify__variant_stocks', {
  description: 'Stock of the variants of the online shop, in each version of their products.',
  grain: ['stock_key'],
  conformsTo: variant_stock,
  columns: variant_stock.columns,
  query: sql`
    with versions as (${keptProducts}
    )
    select
      ops.key_of(
        'shopify',
        'stock',
        product_id,
        variant.id::text,
        coalesce(extract(epoch from changed_at)::text, '')
      ) as stock_key,
      ops.key_of('shopify', 'variant', product_id, variant.id::text) as variant_key,
      'shopify' as source,
      changed_at as recorded_at,
      variant.inventory_quantity as quantity,
      variant.price
    from versions
    cross join lateral jsonb_to_recordset(variants) as variant(
      id bigint, price numeric, inventory_quantity numeric
    )
    where variant.inventory_quantity is not null`,
})
