import { id, sql, transform } from '#engine'
import { product_version } from '../../canonical/product_version.ts'
import { keptProducts } from './kept-products.ts'

export const stg_shopify__product_versions = transform('staging.stg_shopify__product_versions', {
  description: 'Versions of the products of the online shop, with their list prices.',
  grain: ['product_key', 'version_key'],
  conformsTo: product_version,
  columns: {
    ...product_version.columns,
    version_key: id('When the version was made, as text; empty if nobody knows'),
  },
  query: sql`
    with versions as (${keptProducts}
    )
    select
      ops.key_of('shopify', 'product', product_id) as product_key,
      'shopify' as source,
      product_id,
      changed_at,
      coalesce(extract(epoch from changed_at)::text, '') as version_key,
      lowest_list_price,
      highest_list_price
    from versions
    cross join lateral (
      select
        min(coalesce(v.compare_at_price, v.price)) as lowest_list_price,
        max(coalesce(v.compare_at_price, v.price)) as highest_list_price
      from jsonb_to_recordset(variants) as v(price numeric, compare_at_price numeric)
    ) listed`,
})
