import { every, flag, id, key, sql, text, transform } from '#engine'
import { order_line } from '../canonical/order_line.ts'

/** A product's name is the one on most of its sales, so a shop's notes on stock movements are never chosen. */
export const dim_product = transform('warehouse.dim_product', {
  description: 'Products, and the other things that an order line can be for, and the unknown member -1.',
  grain: ['product_key'],
  columns: {
    product_key: key('Surrogate key of the product'),
    source: id('Source system'),
    product_id: id('Product in its source'),
    product_name: text('Name'),
    product_type: order_line.columns.product_type,
    is_merchandise: flag('Whether it is merchandise, not postage, a fee, a gift card or similar'),
  },
  unknownMember: {
    product_key: -1,
    source: 'none',
    product_id: 'unknown',
    product_name: 'Unknown product',
    product_type: 'unknown',
    is_merchandise: false,
  },
  query: sql`
    with spellings as (
      select
        source,
        product_id,
        product_name,
        product_type,
        count(*) filter (where line_type = 'sale' and gross_amount > 0) as sale_count,
        max(occurred_at) as last_used_at
      from ${every(order_line)} line
      group by source, product_id, product_name, product_type
    ),
    ranked as (
      select
        *,
        row_number() over (
          partition by source, product_id
          order by
            (product_name is not null) desc,
            sale_count desc,
            last_used_at desc,
            product_name,
            product_type
        ) as rank
      from spellings
    )
    select
      ops.key_of(source, 'product', product_id) as product_key,
      source,
      product_id,
      coalesce(product_name, product_id) as product_name,
      product_type,
      product_type = 'merchandise' as is_merchandise
    from ranked
    where rank = 1`,
})
