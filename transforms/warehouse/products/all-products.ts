import { every, sql } from '#engine'
import { order_line } from '../../canonical/order_line.ts'
import { product } from '../../canonical/product.ts'
import { product_variant } from '../../canonical/product_variant.ts'

/**
 * All products that lines of orders name or catalogues list, with the product of a catalogue that each of them is: the
 * one with the same SKU, which a source of sales may also use as its id. A SKU that several products of catalogues have
 * says nothing. A name is the catalogue's, or else the one on most sales, so a shop's notes on stock movements are never
 * chosen.
 */
export const allProducts = sql`
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
      ),
      used as (
        select *
        from ranked
        where rank = 1
      ),
      skus as (
        select
          sku,
          case when min(product_key) = max(product_key) then min(product_key) end as product_key
        from ${every(product_variant)} variant
        where sku is not null
        group by sku
      ),
      named as (
        select
          source,
          product_id,
          ops.key_of(source, 'product', product_id) as product_key,
          coalesce(listed.product_name, used.product_name, product_id) as product_name,
          coalesce(
            used.product_type,
            case when listed.category ~* '^gift cards?$' then 'gift_card' else 'merchandise' end
          ) as product_type,
          listed.sku,
          listed.category,
          listed.brand,
          listed.status,
          listed.variant_count,
          listed.lowest_price
        from used
        full join ${every(product)} listed using (source, product_id)
      )
      select
        named.*,
        coalesce(by_sku.product_key, by_id.product_key, named.product_key) as conformed_product_key
      from named
      left join skus by_sku on by_sku.sku = named.sku
      left join skus by_id on by_id.sku = named.product_id`
