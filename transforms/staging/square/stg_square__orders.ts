import { sql, transform } from '#engine'
import { countryColumn } from '../../../normalise/country-column.ts'
import { order } from '../../canonical/order.ts'
import { square } from '../../sources/square/square.ts'
import { personKey } from '../person-key.ts'
import { buyerOf, payersOfOrders } from './buyers.ts'

/** A return is a separate order. Drafts and cancelled orders stay, without lines. */
export const stg_square__orders = transform('staging.stg_square__orders', {
  description: 'Sales and returns at the tills; without a customer if none was recorded.',
  grain: ['order_key'],
  conformsTo: order,
  columns: order.columns,
  derive: countryColumn,
  query: sql`
    with payers as (${payersOfOrders}
    )
    select
      ops.key_of('square', 'order', id) as order_key,
      coalesce(${personKey('square', 'customer', buyerOf.order)}, payers.payer_key) as record_key,
      'square' as source,
      id as order_id,
      nullif(trim(reference_id), '') as order_number,
      case
        when coalesce(jsonb_array_length(line_items), 0) = 0 and coalesce(jsonb_array_length(returns), 0) > 0
          then 'return'
        else 'sale'
      end as order_type,
      case state
        when 'DRAFT' then 'draft'
        when 'OPEN' then 'open'
        when 'CANCELED' then 'cancelled'
        else 'completed'
      end as status,
      case when source ->> 'name' = 'Square Online' then 'web' else 'store' end as channel,
      case when source ->> 'name' is distinct from 'Square Online' then location_id end as store_id,
      created_at::timestamptz as ordered_at,
      upper(total_money ->> 'currency') as currency,
      jsonb_path_query_first(
        fulfillments,
        '$[*].*.recipient.address.country ? (@ != null)'
      ) #>> '{}' as country_written,
      jsonb_path_query_first(
        fulfillments,
        '$[*].*.recipient.address.administrative_district_level_1 ? (@ != null)'
      ) #>> '{}' as region,
      false as is_test
    from ${square.orders}
    left join payers on payers.order_id = id`,
})
