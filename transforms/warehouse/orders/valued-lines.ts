import { asOfDay, every, sql } from '#engine'
import { counts, order } from '../../canonical/order.ts'
import { isSale, order_line } from '../../canonical/order_line.ts'
import { map_identity } from '../../identity/map_identity.ts'
import { dayOf } from '../calendar/times.ts'
import { exchangeRate, rateOf } from '../money/exchange.ts'
import { namedStores, storeOfOrder } from './named-stores.ts'

/** Keeps a subquery apart, so that what it computes is not computed again in each column that reads it. */
const once = sql`offset 0`

/**
 * Lines with their order, why they are in no figure, and what they are worth in the reporting currency: nothing if they
 * are in no figure, and null if their currency has no rate. The weights keep sales apart from other money.
 */
export const valuedLines = sql`
  with visited_stores as materialized (${namedStores}),
  placed_lines as (
    select
      line.*,
      i.customer_key,
      placed.status,
      placed.channel,
      placed.region,
      ${storeOfOrder} as store_key,
      ${dayOf(sql`line.occurred_at`)} as occurred_date,
      ${isSale} as is_sale,
      coalesce(${counts}, true) as is_valid
    from ${every(order_line)} line
    left join ${every(order)} placed using (order_key)
    left join visited_stores visited
      on visited.source = placed.source and visited.mention = placed.store_id
    left join ${map_identity} i on i.record_key = placed.record_key
  ),
  judged as (
    select
      *,
      case
        when is_test then 'test'
        when not is_valid then 'status'
        when occurred_date > ${asOfDay} then 'future'
      end as excluded_because,
      is_valid and occurred_date <= ${asOfDay} as has_value
    from placed_lines
    ${once}
  ),
  rated as (
    select
      judged.*,
      ${rateOf(sql`judged.currency`)} as rate
    from judged
    ${exchangeRate(sql`judged.currency`, sql`judged.occurred_date`)}
  ),
  worth as (
    select
      *,
      case when has_value then round(gross_amount * rate, 4) else 0 end as gross_worth,
      case when has_value then round(discount_amount * rate, 4) else 0 end as discount_worth,
      case when has_value then round(returned_amount * rate, 4) else 0 end as returned_worth,
      case when has_value then round(adjustment_amount * rate, 4) else 0 end as adjustment_worth
    from rated
    ${once}
  )
  select
    *,
    is_sale::integer as sale_weight,
    1 - is_sale::integer as other_weight,
    gross_worth - discount_worth - returned_worth + adjustment_worth as net_worth
  from worth`
