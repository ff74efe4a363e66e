import { decimal, holds, integer, key, oneOf, references, sql, text, transform, value } from '#engine'
import { dim_product } from '../warehouse/dim_product.ts'
import { mart_product_demand } from './mart_product_demand.ts'
import { mart_product_rule } from './mart_product_rule.ts'
import { suggestionsEach } from './offers/limits.ts'

/** For agents and pages that show one product: nothing here depends on the customer. */
export const mart_product_offer = transform('marts.mart_product_offer', {
  description:
    'What to offer with each product, or instead of it: up to five products of each kind, the best first, with the reason in words.',
  grain: ['product_key', 'kind', 'offer_rank'],
  columns: {
    product_key: key('The product that somebody looks at or has'),
    kind: oneOf(
      'With it, what is significantly often in the same purchase; instead of it, a dearer product of the same category',
      ['cross-sell', 'up-sell'],
    ),
    offer_rank: integer('1 for the best offer. Not additive'),
    offered_product_key: key('What to offer'),
    offered_product_name: text('Its name'),
    score: decimal(
      'Cross-sell: share of purchases with the product that hold the offer. Up-sell: share of customers of the last year who bought the offer. Not additive',
    ),
    reason: text('Why, in words'),
  },
  tests: [
    references('product_key', dim_product),
    references('offered_product_key', dim_product, 'product_key'),
    holds('nothing is offered with itself', sql`product_key <> offered_product_key`),
    holds('the best five', sql`offer_rank between 1 and ${value(suggestionsEach)}`),
  ],
  query: sql`
    with cross_sells as (
      select
        rule.product_key,
        'cross-sell' as kind,
        rule.other_product_key as offered_product_key,
        rule.confidence as score,
        format(
          'In %s %% of the purchases with it, %s times as often as by chance',
          round(100 * rule.confidence),
          round(rule.lift, 1)
        ) as reason
      from ${mart_product_rule} rule
      where rule.is_significant
    ),
    up_sells as (
      select
        cheaper.product_key,
        'up-sell' as kind,
        dearer.product_key as offered_product_key,
        demand.popularity_share as score,
        format(
          'Of the same category at %s times the price; %s %% of the customers of the last year bought it',
          round(dearer.price / cheaper.price, 1),
          round(100 * demand.popularity_share, 1)
        ) as reason
      from ${dim_product} cheaper
      join ${dim_product} dearer
        on dearer.source = cheaper.source
        and dearer.category_path = cheaper.category_path
        and dearer.price between 1.2 * cheaper.price and 3 * cheaper.price
      join ${mart_product_demand} demand on demand.product_key = dearer.product_key
      where cheaper.price > 0
        and cheaper.is_merchandise
        and cheaper.product_key = cheaper.conformed_product_key
        and cheaper.category_path <> 'No category'
    ),
    ranked as (
      select
        offer.*,
        row_number() over (
          partition by offer.product_key, offer.kind
          order by
            offer.score desc,
            offer.offered_product_key
        )::integer as offer_rank
      from (
        select * from cross_sells
        union all
        select * from up_sells
      ) offer
      join ${mart_product_demand} demand on demand.product_key = offer.offered_product_key
      where demand.is_offered
    )
    select
      ranked.product_key,
      ranked.kind,
      ranked.offer_rank,
      ranked.offered_product_key,
      offered.product_name as offered_product_name,
      ranked.score,
      ranked.reason
    from ranked
    join ${dim_product} offered on offered.product_key = ranked.offered_product_key
    where offer_rank <= ${value(suggestionsEach)}`,
})
