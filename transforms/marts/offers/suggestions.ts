import { type Sql, sql, value } from '#engine'
import { popularProducts, recentProducts } from './limits.ts'

/** How suggestions are ranked. */
export const suggestionMethods = ['popularity', 'customers', 'orders'] as const

export interface SuggestionInputs {
  /** Selects the customers: customer_key. */
  readonly customers: Sql
  /** Selects what they bought: customer_key, product_key, ordered_date, is_returned. */
  readonly items: Sql
  /** Selects what `productDemand` does. */
  readonly demand: Sql
  /** Selects what `similarProducts` does. */
  readonly similar: Sql
  /** Selects the methods to rank by: method. */
  readonly methods: Sql
  /** How many products to suggest to each. */
  readonly count: number
}

/** Similarities have six digits. Whole numbers of millionths add up exactly, and faster than decimals. */
const millionths = sql`1000000`

/**
 * Products for each customer, ranked by each method:
 *
 * - `popularity`: the share of customers who bought it within a year, the same for everybody
 * - `customers`: what is bought by the customers who bought the same: the sum of its similarities to the customer's last
 *   products (item-based collaborative filtering, Sarwar et al. 2001, WWW 10)
 * - `orders`: the same with what is in the same purchases
 *
 * Products without any similarity follow by popularity; only customers with too few similar products need them. What a customer owns is suggested again only if customers do buy
 * it again, with the share of those who do as its similarity to itself; what they sent back is neither suggested nor
 * asked what it is similar to.
 */
export const suggestions = ({
  customers,
  items,
  demand,
  similar,
  methods,
  count,
}: SuggestionInputs): Sql => sql`
  with chosen as (${customers}),
  wanted as (
    select
      *,
      row_number() over (
        order by
          popularity_share desc,
          product_key
      )::integer as popularity_rank
    from (${demand}) demand
    where is_offered
  ),
  owned as (
    select
      item.customer_key,
      item.product_key,
      max(item.ordered_date) as last_date,
      bool_or(item.is_returned) as is_returned
    from (${items}) item
    join chosen using (customer_key)
    group by item.customer_key, item.product_key
  ),
  refused as (
    select
      owned.customer_key,
      owned.product_key
    from owned
    join wanted using (product_key)
    where owned.is_returned
      or not wanted.is_bought_again
  ),
  placed as (
    select
      *,
      row_number() over (
        partition by customer_key
        order by
          last_date desc,
          product_key
      ) as place
    from owned
    where not is_returned
  ),
  pairs as (
    select
      method.method,
      pair.product_key as because_product_key,
      pair.similar_product_key as product_key,
      (pair.similarity * ${millionths})::integer as similarity,
      false as is_itself
    from (${similar}) pair
    join (${methods}) method on method.method = pair.basis
    union all
    select
      method.method,
      wanted.product_key,
      wanted.product_key,
      (wanted.repeat_share * ${millionths})::integer,
      true
    from wanted
    join (${methods}) method on method.method <> 'popularity'
    where wanted.is_bought_again
  ),
  -- a number for each product that can be the reason for another one, so that the strongest reason is a minimum; and one for
  -- each method and product, because most of the work is to add up similarities by it
  reasons as (
    select
      pairs.*,
      dense_rank() over (
        order by
          method,
          product_key
      )::integer as target_number,
      row_number() over (
        partition by method, product_key
        order by
          similarity desc,
          because_product_key
      )::integer as reason_number
    from pairs
    join wanted using (product_key)
  ),
  targets as (
    select distinct
      target_number,
      method,
      product_key
    from reasons
  ),
  -- what is refused has the reason 0, which is less than any other
  supports as (
    select
      placed.customer_key,
      reasons.target_number,
      reasons.similarity,
      reasons.reason_number
    from placed
    join reasons on reasons.because_product_key = placed.product_key
    where placed.place <= ${value(recentProducts)}
      or reasons.is_itself
    union all
    select
      refused.customer_key,
      targets.target_number,
      0,
      0
    from refused
    join targets using (product_key)
  ),
  supported as (
    select
      customer_key,
      target_number,
      sum(similarity) as similarity,
      min(reason_number) as reason_number
    from supports
    group by customer_key, target_number
    having min(reason_number) > 0
  ),
  similar_candidates as (
    select
      supported.customer_key,
      targets.method,
      targets.product_key,
      supported.similarity,
      supported.reason_number
    from supported
    join targets using (target_number)
  ),
  without_enough as (
    select
      chosen.customer_key,
      method.method
    from chosen
    cross join (${methods}) method
    except
    select
      customer_key,
      method
    from similar_candidates
    where similarity > 0
    group by customer_key, method
    having count(*) >= ${value(count)}
  ),
  popular_candidates as (
    select
      customer_key,
      without_enough.method,
      product_key
    from without_enough
    cross join wanted
    left join refused using (customer_key, product_key)
    left join similar_candidates using (customer_key, method, product_key)
    where wanted.popularity_rank <= ${value(popularProducts)}
      and refused.product_key is null
      and similar_candidates.product_key is null
  ),
  candidates as (
    select
      customer_key,
      method,
      product_key,
      similarity,
      reason_number
    from similar_candidates
    union all
    select
      customer_key,
      method,
      product_key,
      0,
      null
    from popular_candidates
  ),
  ranked as (
    select
      candidates.*,
      wanted.popularity_share,
      row_number() over (
        partition by customer_key, method
        order by
          candidates.similarity desc,
          wanted.popularity_rank
      )::integer as suggestion_rank
    from candidates
    join wanted using (product_key)
  )
  select
    ranked.method,
    ranked.customer_key,
    ranked.suggestion_rank,
    ranked.product_key,
    round(ranked.similarity / ${millionths}::numeric, 6) as similarity,
    ranked.popularity_share,
    reasons.because_product_key,
    owned.product_key is not null as is_owned
  from ranked
  left join reasons using (method, product_key, reason_number)
  left join owned using (customer_key, product_key)
  where ranked.suggestion_rank <= ${value(count)}`
