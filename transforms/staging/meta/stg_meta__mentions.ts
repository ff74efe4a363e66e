import { id, json, sql, transform } from '#engine'
import { message } from '../../canonical/message.ts'
import { meta } from '../../sources/meta/meta.ts'
import { personKey } from '../person-key.ts'

export const stg_meta__mentions = transform('staging.stg_meta__mentions', {
  description: 'Public posts on Facebook and Instagram that mention the company.',
  grain: ['message_key'],
  conformsTo: message,
  columns: {
    ...message.columns,
    account_id: id('Account of the author').orNull().pii('identifier'),
    account: json('Account of the author, as the platform shows it').orNull().pii('name'),
  },
  query: sql`
    select
      ops.key_of('meta', 'mention', id) as message_key,
      ${personKey('meta', 'account', sql`"from" ->> 'id'`)} as record_key,
      'meta' as source,
      id as message_id,
      null::bigint as conversation_key,
      'public' as conversation_type,
      platform as channel,
      'mention' as message_type,
      'inbound' as direction,
      null::text as agent_id,
      nullif(trim(message), '') as body,
      true as is_public,
      coalesce((reactions #>> '{summary,total_count}')::int, 0) as reaction_count,
      coalesce((comments #>> '{summary,total_count}')::int, 0) as comment_count,
      coalesce((shares ->> 'count')::int, 0) as share_count,
      created_time::timestamptz as sent_at,
      "from" ->> 'id' as account_id,
      "from" as account
    from ${meta.mentions}`,
})
