import { decimal, holds, integer, key, oneOf, references, sql, transform } from '#engine'
import { dim_product } from '../warehouse/dim_product.ts'
import { mart_basket_item } from './mart_basket_item.ts'
import { mart_product_rule } from './mart_product_rule.ts'
import { pairsOfCustomers } from './offers/pairs-together.ts'
import { similarProducts } from './offers/similar-products.ts'

export const mart_product_similarity = transform('marts.mart_product_similarity', {
  description:
    'The 20 products most like each product: bought by the same customers, or in the same purchases, at least five times.',
  grain: ['basis', 'product_key', 'similar_product_key'],
  columns: {
    basis: oneOf('What they have in common', ['customers', 'orders']),
    product_key: key('The product'),
    similar_product_key: key('A product that is like it'),
    similarity_rank: integer('1 for the most similar. Not additive'),
    together_count: integer('Customers, or purchases, with both. Not additive'),
    product_count: integer('Customers, or purchases, with the first. Not additive'),
    similar_product_count: integer('Customers, or purchases, with the other. Not additive'),
    cosine: decimal('Those with both, divided by the geometric mean of those with either. Not additive'),
    jaccard: decimal('Those with both as a share of those with at least one. Not additive'),
    similarity: decimal('The cosine, less where few have both: times n / (n + 10). Not additive'),
  },
  indexes: [['product_key']],
  tests: [
    references('product_key', dim_product),
    references('similar_product_key', dim_product, 'product_key'),
    holds(
      'shares are shares',
      sql`cosine between 0 and 1 and jaccard between 0 and 1 and similarity between 0 and 1`,
    ),
  ],
  query: similarProducts({
    customers: pairsOfCustomers(sql`
    select
      customer_key,
      product_key
    from ${mart_basket_item}`),
    // the rules count the same pairs
    orders: sql`
    select
      product_key,
      other_product_key,
      together_count,
      product_count,
      other_product_count
    from ${mart_product_rule}`,
  }),
})
