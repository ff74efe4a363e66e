import { sql, transform } from '#engine'
import { product } from '../../canonical/product.ts'
import { shopify } from '../../sources/shopify/shopify.ts'

export const stg_shopify__products = transform('staging.stg_shopify__products', {
  description: 'Products of the online shop.',
  grain: ['product_key'],
  conformsTo: product,
  columns: product.columns,
  query: sql`
    select
      ops.key_of('shopify', 'product', id::text) as product_key,
      'shopify' as source,
      id::text as product_id,
      trim(title) as product_name,
      variant.sku,
      nullif(trim(product_type), '') as category,
      nullif(trim(vendor), '') as brand,
      case status when 'unlisted' then 'active' else status end as status,
      variant.count as variant_count,
      variant.lowest_price,
      variant.highest_price,
      created_at::timestamptz as created_at,
      updated_at::timestamptz as updated_at
    from ${shopify.products}
    cross join lateral (
      select
        count(*)::int as count,
        case when count(distinct nullif(trim(v.sku), '')) = 1 then max(nullif(trim(v.sku), '')) end as sku,
        min(v.price) as lowest_price,
        max(v.price) as highest_price
      from jsonb_to_recordset(variants) as v(sku text, price numeric)
    ) variant`,
})
