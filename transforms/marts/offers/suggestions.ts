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

/**
 * Products for each customer, ranked by each method:
 *
 * - `popularity`: the share of customers who bought it within a year, the same for everybody
 * - `customers`: what is bought by the customers who bought the same: the sum of its similarities to the customer's last
 *   products (item-based collaborative filtering, Sarwar et al. 2001, WWW 10)
 * - `orders`: the same with what is in the same purchases
 *
 * Products without any similarity follow by popularity. What a customer owns is suggested again only if customers do buy
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
  with wanted as (
    select *
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
    join (${customers}) customer using (customer_key)
    group by item.customer_key, item.product_key
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
  evidence as (
    select
      method.method,
      placed.customer_key,
      pair.similar_product_key as product_key,
      placed.product_key as because_product_key,
      pair.similarity
    from placed
    join (${similar}) pair using (product_key)
    join (${methods}) method on method.method = pair.basis
    where placed.place <= ${value(recentProducts)}
    union all
    select
      method.method,
      placed.customer_key,
      placed.product_key,
      placed.product_key,
      wanted.repeat_share
    from placed
    join wanted using (product_key)
    join (${methods}) method on method.method <> 'popularity'
    where wanted.is_bought_again
  ),
  popular as (
    select product_key
    from wanted
    order by
      popularity_share desc,
      product_key
    limit ${value(popularProducts)}
  ),
  candidates as (
    select
      method,
      customer_key,
      product_key,
      sum(similarity) as similarity,
      (array_agg(because_product_key order by similarity desc, because_product_key))[1] as because_product_key
    from evidence
    group by method, customer_key, product_key
    union all
    select
      method.method,
      customer.customer_key,
      popular.product_key,
      0,
      null
    from (${customers}) customer
    cross join popular
    cross join (${methods}) method
  ),
  best as (
    select distinct on (candidate.method, candidate.customer_key, candidate.product_key)
      candidate.*,
      wanted.popularity_share,
      owned.product_key is not null as is_owned
    from candidates candidate
    join wanted using (product_key)
    left join owned using (customer_key, product_key)
    where owned.product_key is null
      or (wanted.is_bought_again and not owned.is_returned)
    order by candidate.method, candidate.customer_key, candidate.product_key, candidate.similarity desc
  ),
  ranked as (
    select
      *,
      row_number() over (
        partition by method, customer_key
        order by
          similarity desc,
          popularity_share desc,
          product_key
      )::integer as suggestion_rank
    from best
  )
  select
    method,
    customer_key,
    suggestion_rank,
    product_key,
    similarity,
    popularity_share,
    because_product_key,
    is_owned
  from ranked
  where suggestion_rank <= ${value(count)}`
