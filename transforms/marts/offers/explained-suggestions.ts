import { sql } from '#engine'
import { dim_customer } from '../../warehouse/dim_customer.ts'
import { dim_product } from '../../warehouse/dim_product.ts'
import { mart_basket_item } from '../mart_basket_item.ts'
import { mart_product_demand } from '../mart_product_demand.ts'
import { mart_product_rule } from '../mart_product_rule.ts'
import { mart_product_similarity } from '../mart_product_similarity.ts'
import { mart_recommendation_backtest } from '../mart_recommendation_backtest.ts'
import { suggestionsEach } from './limits.ts'
import { suggestions } from './suggestions.ts'

/**
 * Suggestions by the published method, each with what kind it is and why. The reason names the strongest evidence: a
 * significant rule of baskets, or else how many customers have both, or else how popular the product is. A product is dearer
 * than what the customer had if its price is at least a fifth higher, and not more than three times as high.
 */
export const explainedSuggestions = sql`
  with suggested as (${suggestions({
    customers: sql`
    select distinct item.customer_key
    from ${mart_basket_item} item
    join ${dim_customer} customer using (customer_key)
    where customer.is_known`,
    items: sql`
    select
      customer_key,
      product_key,
      ordered_date,
      is_returned
    from ${mart_basket_item}`,
    demand: sql`select * from ${mart_product_demand}`,
    similar: sql`select * from ${mart_product_similarity}`,
    methods: sql`
    select coalesce(max(method), 'popularity') as method
    from ${mart_recommendation_backtest}
    where is_published`,
    count: suggestionsEach,
  })}
  ),
  cheaper as (
    select
      product.product_key,
      had.product_key as had_product_key,
      had.product_name as had_name,
      row_number() over (
        partition by product.product_key
        order by
          had.price desc,
          had.product_key
      ) as cheaper_number
    from ${dim_product} product
    join ${dim_product} had
      on had.category_path = product.category_path
      and had.source = product.source
      and product.price between 1.2 * had.price and 3 * had.price
  ),
  dearer as (
    select
      suggested.customer_key,
      suggested.product_key,
      min(cheaper.cheaper_number) as cheaper_number
    from suggested
    join cheaper using (product_key)
    join ${mart_basket_item} item
      on item.customer_key = suggested.customer_key
      and item.product_key = cheaper.had_product_key
    where not suggested.is_owned
      and not item.is_returned
    group by suggested.customer_key, suggested.product_key
  ),
  joined as (
    select
      suggested.*,
      product.product_name,
      because.product_name as because_name,
      cheaper.had_name,
      demand.availability,
      demand.recent_buyer_count,
      demand.active_customer_count,
      demand.repeat_share,
      rule.confidence,
      rule.lift,
      pair.together_count,
      pair.product_count,
      pair.basis
    from suggested
    join ${dim_product} product using (product_key)
    join ${mart_product_demand} demand using (product_key)
    left join ${dim_product} because on because.product_key = suggested.because_product_key
    left join dearer
      on dearer.customer_key = suggested.customer_key
      and dearer.product_key = suggested.product_key
    left join cheaper
      on cheaper.product_key = dearer.product_key
      and cheaper.cheaper_number = dearer.cheaper_number
    left join ${mart_product_rule} rule
      on rule.product_key = suggested.because_product_key
      and rule.other_product_key = suggested.product_key
      and rule.is_significant
    left join ${mart_product_similarity} pair
      on pair.basis = suggested.method
      and pair.product_key = suggested.because_product_key
      and pair.similar_product_key = suggested.product_key
  ),
  explained as (
    select
      *,
      case
        when is_owned
        then format('They have it, and %s %% of its buyers who come back buy it again', round(100 * repeat_share))
        when lift is not null
        then format(
          'In %s %% of purchases with %s, %s times as often as by chance',
          round(100 * confidence),
          because_name,
          round(lift, 1)
        )
        when basis = 'customers'
        then format('%s of the %s customers who bought %s have it, too', together_count, product_count, because_name)
        when basis = 'orders'
        then format('In %s of the %s purchases with %s', together_count, product_count, because_name)
        else format(
          'Popular: %s %% of the customers of the last year bought it',
          round(100.0 * recent_buyer_count / nullif(active_customer_count, 0), 1)
        )
      end as evidence
    from joined
  )
  select
    customer_key,
    suggestion_rank,
    product_key,
    product_name,
    case
      when is_owned then 'again'
      when had_name is not null then 'up-sell'
      else 'cross-sell'
    end as kind,
    case when method = 'popularity' then popularity_share else similarity end as score,
    method,
    because_product_key,
    evidence || case when had_name is not null then format('; a dearer one of the kind of %s', had_name) else '' end as reason,
    availability
  from explained`
