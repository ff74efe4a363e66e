import { type Sql, sql, value } from '#engine'
import { mostSimilar, shrinkage } from './limits.ts'

interface Pairs {
  /** Selects pairs that the same customers bought: what `pairsOfCustomers` does. */
  readonly customers: Sql
  /** Selects pairs in the same purchases: what `pairsOfOrders` does. */
  readonly orders: Sql
}

/**
 * The products that are most like each other: taken by the same customers, or in the same purchases (`basis`). The cosine
 * of two products is the number of those with both, divided by the geometric mean of those with either (Sarwar et al.
 * 2001, WWW 10). It is multiplied by n / (n + 10), where n have both, because a few can agree by chance (Bell & Koren
 * 2007).
 */
export const similarProducts = ({ customers, orders }: Pairs): Sql => sql`
  with pairs as (
    select
      'customers' as basis,
      pair.*
    from (${customers}) pair
    union all
    select
      'orders',
      pair.*
    from (${orders}) pair
  ),
  measured as (
    select
      *,
      round(together_count / sqrt(product_count::numeric * similar_product_count), 6) as cosine
    from pairs
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
