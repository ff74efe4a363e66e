import { type Sql, sql, value } from '#engine'
import { fewestTogether, largestBasket, longestHistory } from './limits.ts'

/**
 * Pairs of products that enough takers have both of, in both directions. `taken` selects taker_key and product_key, each
 * pair of them once. Products with too few takers are left out first, because the number of pairs grows with the square of
 * what a taker has.
 */
const pairsTogether = (taken: Sql): Sql => sql`
  with taken as (${taken}),
  counted as (
    select
      product_key,
      count(*) as taker_count
    from taken
    group by product_key
    having count(*) >= ${value(fewestTogether)}
  ),
  frequent as (
    select
      taken.taker_key,
      taken.product_key
    from taken
    join counted using (product_key)
  ),
  together as (
    select
      one.product_key,
      other.product_key as similar_product_key,
      count(*) as together_count
    from frequent one
    join frequent other using (taker_key)
    where one.product_key < other.product_key
    group by one.product_key, other.product_key
    having count(*) >= ${value(fewestTogether)}
  ),
  directed as (
    select *
    from together
    union all
    select
      similar_product_key,
      product_key,
      together_count
    from together
  )
  select
    directed.*,
    one.taker_count as product_count,
    other.taker_count as similar_product_count
  from directed
  join counted one using (product_key)
  join counted other on other.product_key = directed.similar_product_key`

/** Pairs in the same purchases. `items` selects order_key, product_key and basket_size. */
export const pairsOfOrders = (items: Sql): Sql =>
  pairsTogether(sql`
    select
      order_key as taker_key,
      product_key
    from (${items}) item
    where basket_size <= ${value(largestBasket)}`)

/** Pairs that the same customers bought. `items` selects customer_key and product_key. */
export const pairsOfCustomers = (items: Sql): Sql =>
  pairsTogether(sql`
    select
      customer_key as taker_key,
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
    where history_length <= ${value(longestHistory)}`)
