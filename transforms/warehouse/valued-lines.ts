import { asOfDay, every, sql, value } from '#engine'
import { company } from '#settings'
import { counts, order } from '../canonical/order.ts'
import { isSale, order_line } from '../canonical/order_line.ts'
import { map_identity } from '../identity/map_identity.ts'
import { namedStores, storeOfOrder } from './named-stores.ts'

/**
 * Lines with their order, why they are in no figure, and what their amounts are multiplied by as sales and as other
 * money: 1, 0, or null if the amounts are in another currency.
 */
export const valuedLines = sql`
  with placed_lines as (
    select
      line.*,
      i.customer_key,
      placed.status,
      placed.channel,
      placed.region,
      ${storeOfOrder} as store_key,
      (line.occurred_at at time zone ${value(company.timeZone)})::date as occurred_date,
      case when line.currency = ${value(company.currency)} then 1 end as known_weight,
      ${isSale} as is_sale,
      coalesce(${counts}, true) as is_valid
    from ${every(order_line)} line
    left join ${every(order)} placed using (order_key)
    left join (${namedStores}) visited
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
  )
  select
    *,
    case
      when known_weight is null then null
      when not has_value then 0
      when is_sale then 1
      else 0
    end as sale_weight,
    case
      when known_weight is null then null
      when not has_value then 0
      when is_sale then 0
      else 1
    end as other_weight,
    gross_amount - discount_amount - returned_amount + adjustment_amount as amount
  from judged`
