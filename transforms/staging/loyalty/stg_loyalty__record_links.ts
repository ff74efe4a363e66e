import { sql, transform } from '#engine'
import { record_link } from '../../canonical/record_link.ts'
import { stg_shopify__orders } from '../shopify/stg_shopify__orders.ts'
import { stg_square__orders } from '../square/stg_square__orders.ts'
import { stg_loyalty__movements } from './stg_loyalty__movements.ts'

/** A customer who gives a card number with an order is usually the cardholder. A card that many people use is capped. */
export const stg_loyalty__record_links = transform('staging.stg_loyalty__record_links', {
  description: "Customers of the shop and the tills whose orders earned or redeemed a member's points.",
  grain: ['link_key'],
  conformsTo: record_link,
  columns: record_link.columns,
  query: sql`
    with orders as (
      select order_key, record_key from ${stg_shopify__orders}
      union all
      select order_key, record_key from ${stg_square__orders}
    )
    select
      ops.key_of('loyalty', 'card', o.record_key::text, m.record_key::text) as link_key,
      o.record_key,
      m.record_key as other_record_key,
      'loyalty' as source,
      'card' as link_type,
      min(m.occurred_at) as linked_at
    from ${stg_loyalty__movements} m
    join orders o using (order_key)
    where o.record_key is not null
      and m.record_key is not null
    group by o.record_key, m.record_key`,
})
