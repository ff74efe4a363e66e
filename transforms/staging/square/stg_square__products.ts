import { sql, transform } from '#engine'
import { product } from '../../canonical/product.ts'
import { square } from '../../sources/square/square.ts'

/**
 * The tills' catalogue is not loaded, so these are the items that were sold: each with the name, category and SKU that
 * its latest sale gives. Only exports have categories and SKUs.
 */
export const stg_square__products = transform('staging.stg_square__products', {
  description: 'Items sold at the tills, as their latest sale names them.',
  grain: ['product_key'],
  conformsTo: product,
  columns: product.columns,
  query: sql`
    with items as (
      select
        coalesce(line.catalog_object_id, line.name, 'unnamed') as product_id,
        nullif(concat_ws(', ', line.name, nullif(line.variation_name, 'Regular')), '') as name,
        nullif(trim(line.sku), '') as sku,
        nullif(nullif(trim(line.category), ''), 'Uncategorized') as category,
        o.created_at::timestamptz as sold_at,
        o.id as order_id,
        line.uid
      from ${square.orders} o
      cross join lateral jsonb_to_recordset(o.line_items) as line(
        uid text, name text, variation_name text, catalog_object_id text, item_type text, sku text, category text
      )
      where o.state in ('OPEN', 'COMPLETED')
        and coalesce(line.item_type, 'ITEM') = 'ITEM'
    ),
    latest as (
      select
        product_id,
        (array_agg(name order by sold_at desc, order_id, uid) filter (where name is not null))[1] as name,
        (array_agg(sku order by sold_at desc, order_id, uid) filter (where sku is not null))[1] as sku,
        (array_agg(category order by sold_at desc, order_id, uid) filter (where category is not null))[1] as category,
        min(sold_at) as first_sold_at,
        max(sold_at) as last_sold_at
      from items
      group by product_id
    )
    select
      ops.key_of('square', 'product', product_id) as product_key,
      'square' as source,
      product_id,
      coalesce(name, product_id) as product_name,
      sku,
      category,
      null::text as brand,
      'unknown' as status,
      null::integer as variant_count,
      null::numeric as lowest_price,
      null::numeric as highest_price,
      first_sold_at as created_at,
      last_sold_at as updated_at
    from latest`,
})
