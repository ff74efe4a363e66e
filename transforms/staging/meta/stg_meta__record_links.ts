import { sql, transform } from '#engine'
import { record_link } from '../../canonical/record_link.ts'
import { stg_shopify__buyers } from '../shopify/stg_shopify__buyers.ts'
import { stg_shopify__customers } from '../shopify/stg_shopify__customers.ts'
import { stg_shopify__guests } from '../shopify/stg_shopify__guests.ts'
import { stg_shopify__orders } from '../shopify/stg_shopify__orders.ts'
import { stg_meta__accounts } from './stg_meta__accounts.ts'
import { stg_meta__messages } from './stg_meta__messages.ts'

/**
 * `#2026` can be an order or a hashtag, and the order can be somebody else's. It identifies the person only if the name
 * of the account, or else its user name, is that of the person who placed the order. In public posts, and in the
 * company's own messages, an order number proves nothing.
 */
export const stg_meta__record_links = transform('staging.stg_meta__record_links', {
  description:
    'Accounts that named an order of the shop in a direct message, and the customer of their name who placed it.',
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
    ),
    accounts as (
      select
        record_key,
        left(given_name_match, 100) as given_name,
        left(family_name_match, 100) as family_name,
        regexp_replace(lower(username), '[^a-z]', '', 'g') as username
      from ${stg_meta__accounts}
    ),
    buyers as (
      select
        record_key,
        left(given_name_match, 100) as given_name,
        left(family_name_match, 100) as family_name
      from (
        select record_key, given_name_match, family_name_match from ${stg_shopify__customers}
        union all
        select record_key, given_name_match, family_name_match from ${stg_shopify__buyers}
        union all
        select record_key, given_name_match, family_name_match from ${stg_shopify__guests}
      ) buyer
    )
    select
      ops.key_of('meta', 'order', account.record_key::text, buyer.record_key::text) as link_key,
      account.record_key,
      buyer.record_key as other_record_key,
      'meta' as source,
      'order' as link_type,
      min(q.sent_at) as linked_at
    from quoted q
    join ${stg_shopify__orders} o on o.order_number = order_name
    join accounts account on account.record_key = q.record_key
    join buyers buyer on buyer.record_key = o.record_key
    where
      case
        when account.family_name is not null
          then (
            levenshtein(account.family_name, buyer.family_name) <= 2
            and levenshtein(account.given_name, buyer.given_name) <= 2
          )
            or (account.family_name = buyer.family_name and left(account.given_name, 1) = buyer.given_name)
            or (account.family_name = buyer.given_name and account.given_name = buyer.family_name)
        else length(buyer.family_name) > 2
          and strpos(account.username, buyer.family_name) > 0
          and strpos(account.username, left(buyer.given_name, 3)) > 0
      end
    group by account.record_key, buyer.record_key`,
})
