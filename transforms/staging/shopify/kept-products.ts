import { sql } from '#engine'
import { shopify } from '../../sources/shopify/shopify.ts'

/** Versions of products that loads have kept, and present records that were loaded before versions were kept. */
export const keptProducts = sql`
      select
        record_key as product_id,
        nullif(changed_at, '-infinity') as changed_at,
        kept -> 'variants' as variants
      from ops.record_versions
      where entity = 'shopify.products'
        and record_key in (select id::text from ${shopify.products})
      union all
      select
        id::text,
        _changed_at,
        variants
      from ${shopify.products} product
      where not exists (
        select
        from ops.record_versions v
        where v.entity = 'shopify.products'
          and v.record_key = product.id::text
          and v.changed_at = coalesce(product._changed_at, '-infinity')
      )`
