import { id, json, sql, transform } from '#engine'
import { message } from '../../canonical/message.ts'
import { meta } from '../../sources/meta/meta.ts'
import { personKey } from '../person-key.ts'

export const stg_meta__messages = transform('staging.stg_meta__messages', {
  description: 'Direct messages on Messenger and Instagram.',
  grain: ['message_key'],
  conformsTo: message,
  columns: {
    ...message.columns,
    account_id: id('Account of the customer').orNull().pii('identifier'),
    account: json('Account of the customer, as the platform shows it').orNull().pii('name'),
  },
  query: sql`
    with directed as (
      select
        *,
        "from" ->> 'id' = page_id as is_from_company,
        case when "from" ->> 'id' = page_id then "to" #> '{data,0}' else "from" end as account
      from ${meta.messages}
    )
    select
      ops.key_of('meta', 'message', id) as message_key,
      ${personKey('meta', 'account', sql`account ->> 'id'`)} as record_key,
      'meta' as source,
      id as message_id,
      ops.key_of('meta', 'conversation', conversation_id) as conversation_key,
      'private' as conversation_type,
      platform as channel,
      'message' as message_type,
      case when is_from_company then 'outbound' else 'inbound' end as direction,
      case when is_from_company then page_id end as agent_id,
      nullif(trim(message), '') as body,
      false as is_public,
      null::integer as reaction_count,
      null::integer as comment_count,
      null::integer as share_count,
      created_time::timestamptz as sent_at,
      account ->> 'id' as account_id,
      account
    from directed`,
})
