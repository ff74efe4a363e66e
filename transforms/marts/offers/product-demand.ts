import { type Sql, sql, value } from '#engine'
import { dim_product } from '../../warehouse/dim_product.ts'
import { fct_inventory_variants } from '../../warehouse/fct_inventory_variants.ts'
import { wilsonLower } from '../wilson-interval.ts'
import { boughtAgainShare } from './limits.ts'

/**
 * How much each product is wanted, and whether it can be sold, as was known at the start of a day. `items` selects what
 * was bought before that day: product_key, customer_key and ordered_date. A customer who bought a product and came back
 * another day either bought it again or not: the share of those who did tells what is used up from what lasts. It counts
 * as bought again if the lower end of its 95 % interval (Wilson 1927) is above the limit.
 */
export const productDemand = (items: Sql, day: Sql): Sql => sql`
  with history as (
    select
      product_key,
      customer_key,
      min(ordered_date) as first_date,
      max(ordered_date) as last_date
    from (${items}) item
    where customer_key > 0
    group by product_key, customer_key
  ),
  customers as (
    select
      customer_key,
      max(last_date) as last_date
    from history
    group by customer_key
  ),
  active as (
    select count(*) as customer_count
    from customers
    where last_date >= ${day} - 365
  ),
  counted as (
    select
      history.product_key,
      count(*) as buyer_count,
      count(*) filter (where history.last_date >= ${day} - 365) as recent_buyer_count,
      count(*) filter (where customers.last_date > history.first_date) as returning_buyer_count,
      count(*) filter (where history.last_date > history.first_date) as repeat_buyer_count
    from history
    join customers using (customer_key)
    group by history.product_key
  ),
  shares as (
    select
      counted.*,
      round(recent_buyer_count::numeric / nullif(active.customer_count, 0), 6) as popularity_share,
      round(repeat_buyer_count::numeric / nullif(returning_buyer_count, 0), 6) as repeat_share,
      active.customer_count as active_customer_count
    from counted
    cross join active
  ),
  stocked as (
    select
      product_key,
      sum(quantity) as stock_quantity
    from ${fct_inventory_variants}
    where from_date < ${day}
      and ${day} <= to_date
    group by product_key
  ),
  bounded as (
    select
      *,
      round(${wilsonLower(sql`repeat_buyer_count`, sql`returning_buyer_count`)}, 6) as repeat_share_lower
    from shares
  )
  select
    bounded.product_key,
    buyer_count::integer as buyer_count,
    recent_buyer_count::integer as recent_buyer_count,
    active_customer_count::integer as active_customer_count,
    coalesce(popularity_share, 0) as popularity_share,
    returning_buyer_count::integer as returning_buyer_count,
    repeat_buyer_count::integer as repeat_buyer_count,
    repeat_share,
    greatest(repeat_share_lower, 0) as repeat_share_lower,
    coalesce(repeat_share_lower > ${value(boughtAgainShare)}, false) as is_bought_again,
    stocked.stock_quantity,
    case
      when stocked.stock_quantity > 0 then 'in stock'
      when stocked.stock_quantity <= 0 then 'out of stock'
      else 'unknown'
    end as availability,
    recent_buyer_count > 0 and coalesce(stocked.stock_quantity, 1) > 0 as is_offered
  from bounded
  join ${dim_product} product using (product_key)
  left join stocked using (product_key)`
