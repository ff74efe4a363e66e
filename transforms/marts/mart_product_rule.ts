import {
  decimal,
  flag,
  holds,
  integer,
  key,
  notNegative,
  references,
  returnsNone,
  sql,
  transform,
  value,
} from '#engine'
import { dim_product } from '../warehouse/dim_product.ts'
import { mart_basket_item } from './mart_basket_item.ts'
import { countRules } from './offers/count-rules.ts'
import { largestBasket } from './offers/limits.ts'

/**
 * Exact counts over all purchases of known and unknown customers. The probability is that of Fisher's exact test, and q
 * allows for how many pairs of products could have been found (Benjamini & Hochberg 1995). Both directions of a pair have a
 * row. Large baskets hold more of everything, so most products are together a little more often than by chance: the lift
 * says how much more.
 */
export const mart_product_rule = transform('marts.mart_product_rule', {
  description:
    'Which products are bought together: one row for each product and another one that is in the same purchase at least five times.',
  grain: ['product_key', 'other_product_key'],
  columns: {
    product_key: key('The product that is in the basket'),
    other_product_key: key('The product that is in it, too'),
    together_count: integer('Purchases with both. Not additive'),
    product_count: integer('Purchases with the first. Not additive'),
    other_product_count: integer('Purchases with the other. Not additive'),
    basket_count: integer('All purchases that were looked at. Not additive'),
    left_out_count: integer(
      'Purchases that were left out, because they hold more than 100 different products',
    ),
    support: decimal('Share of all purchases that hold both. Not additive'),
    confidence: decimal('Of the purchases with the first, the share that hold the other. Not additive'),
    lift: decimal('How many times as often both are together as by chance. Not additive'),
    probability: decimal(
      'The chance that they are together so often, if they do not depend on each other; never below 1e-300',
    ),
    q_value: decimal('The share of false rules among those that are at least as significant. Not additive'),
    is_significant: flag('Whether q is at most 0.01 and the lift above 1'),
  },
  indexes: [['other_product_key']],
  tests: [
    references('product_key', dim_product),
    references('other_product_key', dim_product, 'product_key'),
    notNegative('left_out_count'),
    holds('parts are within the whole', sql`together_count <= least(product_count, other_product_count)`),
    holds(
      'shares are shares',
      sql`support between 0 and 1 and confidence between 0 and 1 and q_value between 0 and 1`,
    ),
    returnsNone(
      'the counts are those of the baskets',
      (self) => sql`
        with counted as (
          select
            product_key,
            count(*) as purchases
          from ${mart_basket_item}
          where basket_size <= ${value(largestBasket)}
          group by product_key
        )
        select *
        from ${self} rule
        left join counted using (product_key)
        where rule.product_count is distinct from counted.purchases`,
    ),
  ],
  query: countRules(mart_basket_item),
})
