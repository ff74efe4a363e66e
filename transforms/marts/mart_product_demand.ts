import { asOfDay, decimal, flag, holds, integer, key, oneOf, references, sql, transform } from '#engine'
import { dim_product } from '../warehouse/dim_product.ts'
import { mart_basket_item } from './mart_basket_item.ts'
import { productDemand } from './offers/product-demand.ts'

/**
 * A product of a catalogue that is archived or still a draft is not offered, nor is one that is sold out, or that nobody
 * bought within the last year. Where no source says how many there are, the availability is unknown.
 */
export const mart_product_demand = transform('marts.mart_product_demand', {
  description:
    'How much each product is wanted by known customers, whether they buy it again, and whether it can be offered now.',
  grain: ['product_key'],
  columns: {
    product_key: key('The product'),
    buyer_count: integer('Customers who ever bought it. Not additive'),
    recent_buyer_count: integer('Customers who bought it within the last 365 days. Not additive'),
    active_customer_count: integer('All customers who bought anything in that time. Not additive'),
    popularity_share: decimal('Share of them who bought it. Not additive'),
    returning_buyer_count: integer('Buyers who bought anything on a later day. Not additive'),
    repeat_buyer_count: integer('Of these, buyers who bought it again. Not additive'),
    repeat_share: decimal('Share of returning buyers who bought it again. Not additive').orNull(),
    repeat_share_lower: decimal('Lower end of its 95 % interval. Not additive').orNull(),
    is_bought_again: flag(
      'Whether that lower end is above 0.1: something that is used up, rather than owned',
    ),
    stock_quantity: decimal(
      'Units in stock over all variants; missing if no source says. Not additive',
    ).orNull(),
    availability: oneOf('Whether it is in stock', ['in stock', 'out of stock', 'unknown']),
    is_offered: flag(
      'Whether it may be suggested: sold within a year, in the catalogue, and not out of stock',
    ),
  },
  tests: [
    references('product_key', dim_product),
    holds(
      'those who bought again came back',
      sql`repeat_buyer_count <= returning_buyer_count and returning_buyer_count <= buyer_count`,
    ),
    holds('nothing is offered that is out of stock', sql`not (is_offered and availability = 'out of stock')`),
  ],
  query: sql`
    with demand as (${productDemand(
      sql`
    select
      product_key,
      customer_key,
      ordered_date
    from ${mart_basket_item}`,
      sql`(${asOfDay} + 1)`,
    )}
    )
    select
      demand.product_key,
      demand.buyer_count,
      demand.recent_buyer_count,
      demand.active_customer_count,
      demand.popularity_share,
      demand.returning_buyer_count,
      demand.repeat_buyer_count,
      demand.repeat_share,
      demand.repeat_share_lower,
      demand.is_bought_again,
      demand.stock_quantity,
      demand.availability,
      demand.is_offered and product.catalogue_status in ('active', 'unknown') as is_offered
    from demand
    join ${dim_product} product using (product_key)`,
})
