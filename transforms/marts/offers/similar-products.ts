import { type Sql, sql, value } from '#engine'
import { fewestTogether, largestBasket, longestHistory, mostSimilar, shrinkage } from './limits.ts'

/**
 * The products that are most like each other: taken by the same customers, or in the same purchases (`basis`). The cosine
 * of two products is the number of those with both, divided by the geometric mean of those with either (Sarwar et al.
 * 2001, WWW 10). It is multiplied by n / (n + 10), where n have both, because a few can agree by chance (Bell & Koren
 * 2007). `items` selects product_key, customer_key, order_key and basket_size.
 */
export const similarProducts = (items: Sql): Sql => sql`
  with takers as (
    select distinct
      'orders' as basis,
      order_key as taker_key,
      product_key
    from (${items}) item
    where basket_size <= ${value(largestBasket)}
    union all
    select
      'customers',
      customer_key,
      product_key
    from (
      select
        customer_key,
        product_key,
        count(*) over (partition by customer_key) as history_length
      from (${items}) item
      where customer_key > 0
      group by customer_key, product_key
    ) histories
    where history_length <= ${value(longestHistory)}
  ),
  counted as (
    select
      basis,
      product_key,
      count(*) as taker_count
    from takers
    group by basis, product_key
    having count(*) >= ${value(fewestTogether)}
  ),
  together as (
    select
      one.basis,
      one.product_key,
      other.product_key as other_product_key,
      count(*) as together_count
    from takers one
    join takers other using (basis, taker_key)
    where one.product_key < other.product_key
    group by one.basis, one.product_key, other.product_key
    having count(*) >= ${value(fewestTogether)}
  ),
  pairs as (
    select
      basis,
      product_key,
      other_product_key as similar_product_key,
      together_count
    from together
    union all
    select
      basis,
      other_product_key,
      product_key,
      together_count
    from together
  ),
  measured as (
    select
      pairs.*,
      one.taker_count as product_count,
      other.taker_count as similar_product_count,
      round(pairs.together_count / sqrt(one.taker_count::numeric * other.taker_count), 6) as cosine
    from pairs
    join counted one using (basis, product_key)
    join counted other
      on other.basis = pairs.basis
      and other.product_key = pairs.similar_product_key
  ),
  shrunk as (
    select
      *,
      round(cosine * together_count / (together_count + ${value(shrinkage)}), 6) as similarity
    from measured
  ),
  ranked as (
    select
      *,
      row_number() over (
        partition by basis, product_key
        order by
          similarity desc,
          similar_product_key
      )::integer as similarity_rank
    from shrunk
  )
  select
    basis,
    product_key,
    similar_product_key,
    similarity_rank,
    together_count::integer as together_count,
    product_count::integer as product_count,
    similar_product_count::integer as similar_product_count,
    cosine,
    round(together_count::numeric / (product_count + similar_product_count - together_count), 6) as jaccard,
    similarity
  from ranked
  where similarity_rank <= ${value(mostSimilar)}`
