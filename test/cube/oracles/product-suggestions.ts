import type { Oracle } from './oracle.ts'
import { customerMarket, traitsOf } from './traits.ts'

const customers = traitsOf('suggested')

export const product_suggestions: Oracle = {
  from: `marts.mart_next_best_product suggested
    left join warehouse.dim_product product on product.product_key = suggested.product_key
    ${customers.joins}`,
  dimensions: {
    customer_key: 'suggested.customer_key',
    suggestion_rank: 'suggested.suggestion_rank',
    product_key: 'suggested.product_key',
    product_name: 'product.product_name',
    kind: 'suggested.kind',
    method: 'suggested.method',
    because_product_key: 'suggested.because_product_key',
    reason: 'suggested.reason',
    availability: 'suggested.availability',
    as_of_date: 'suggested.as_of_date',
    brand: 'product.brand',
    category_1: 'product.category_1',
    category_2: 'product.category_2',
    category_3: 'product.category_3',
    market: customerMarket('suggested'),
    ...customers.dimensions,
  },
  measures: {
    count: 'count(*)',
    suggestion_count: 'count(*)',
    first_suggestion_count: 'count(*) filter (where suggested.suggestion_rank = 1)',
    customer_count: 'count(distinct suggested.customer_key)',
    suggestions_per_customer: 'count(*)::numeric / nullif(count(distinct suggested.customer_key), 0)',
    product_count: 'count(distinct suggested.product_key)',
    in_stock_count: `count(*) filter (where suggested.availability = 'in stock')`,
    in_stock_rate: `avg((suggested.availability = 'in stock')::integer)`,
    personal_count: 'count(suggested.because_product_key)',
    personal_rate: 'avg((suggested.because_product_key is not null)::integer)',
  },
}

export const product_offers: Oracle = {
  from: `marts.mart_product_offer offer
    left join warehouse.dim_product product on product.product_key = offer.product_key
    left join warehouse.dim_product offered on offered.product_key = offer.offered_product_key`,
  dimensions: {
    product_key: 'offer.product_key',
    kind: 'offer.kind',
    offer_rank: 'offer.offer_rank',
    offered_product_key: 'offer.offered_product_key',
    offered_product_name: 'offered.product_name',
    reason: 'offer.reason',
    product_name: 'product.product_name',
    brand: 'product.brand',
    category_1: 'product.category_1',
    category_2: 'product.category_2',
    category_3: 'product.category_3',
  },
  measures: {
    count: 'count(*)',
    offer_count: 'count(*)',
    product_count: 'count(distinct offer.product_key)',
    offered_product_count: 'count(distinct offer.offered_product_key)',
    highest_share: 'max(offer.score)',
  },
}

const each = (bound: string) => `case when count(*) = 1 then max(tested.${bound}) end`
const tests = 'nullif(sum(tested.customer_count), 0)'

export const product_suggestion_tests: Oracle = {
  from: 'marts.mart_recommendation_backtest tested',
  dimensions: {
    method: 'tested.method',
    cut_off: 'tested.cut_off',
    from_date: 'tested.from_date',
    to_date: 'tested.to_date',
    customer_count: 'tested.customer_count',
    is_published: 'tested.is_published',
  },
  measures: {
    count: 'count(*)',
    test_count: 'sum(tested.customer_count)',
    hit_count: 'sum(tested.hit_count)',
    hit_rate: `sum(tested.hit_count)::numeric / ${tests}`,
    hit_rate_lower: each('hit_rate_lower'),
    hit_rate_upper: each('hit_rate_upper'),
    mean_reciprocal_rank: `sum(tested.mean_reciprocal_rank * tested.customer_count) / ${tests}`,
    better_count: 'sum(tested.better_count)',
    worse_count: 'sum(tested.worse_count)',
    difference_to_popularity: `sum(tested.better_count - tested.worse_count)::numeric / ${tests}`,
    difference_lower: each('difference_lower'),
    difference_upper: each('difference_upper'),
    published_count: 'count(*) filter (where tested.is_published)',
  },
}
