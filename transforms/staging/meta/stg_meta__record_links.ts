import { sql, transform } from '#engine'
import { record_link } from '../../canonical/record_link.ts'
import { stg_shopify__orders } from '../shopify/stg_shopify__orders.ts'
import { stg_meta__messages } from './stg_meta__messages.ts'

/**
 * A social account only has a name. A customer who names an order in a private message is identified by it. In public
 * posts, and in the company's own messages, an order number proves nothing.
 */
export const stg_meta__record_links = transform('staging.stg_meta__record_links', {
  description:
    'Accounts that named an order of the shop in a direct message, and the customer who placed it.',
  grain: ['link_key'],
  conformsTo: record_link,
  columns: record_link.columns,
  query: sql`
    with quoted as (
      select
        m.record_key,
        m.sent_at,
        quote[1] as order_name
      from ${stg_meta__messages} m, regexp_matches(m.body, '#[0-9]{4,}', 'g') as quote
      where m.direction = 'inbound' and m.record_key is not null
    )
    select
      ops.key_of('meta', 'order', q.record_key::text, o.record_key::text) as link_key,
      q.record_key,
      o.record_key as other_record_key,
      'meta' as source,
      'order' as link_type,
      min(q.sent_at) as linked_at
    from quoted q
    join ${stg_shopify__orders} o using (order_name)
    where o.record_key is not null
    group by q.record_key, o.record_key`,
})
