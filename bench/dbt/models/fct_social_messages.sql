{{ config(indexes=[{"columns":["message_key"],"unique":True},{"columns":["customer_key"]},{"columns":["sent_date"]}]) }}
select
  "message_key"::bigint as "message_key",
  "customer_key"::bigint as "customer_key",
  "record_key"::bigint as "record_key",
  "agent_key"::bigint as "agent_key",
  "conversation_key"::bigint as "conversation_key",
  "source"::text as "source",
  "message_id"::text as "message_id",
  "channel"::text as "channel",
  "visibility"::text as "visibility",
  "direction"::text as "direction",
  "reaction_count"::integer as "reaction_count",
  "comment_count"::integer as "comment_count",
  "share_count"::integer as "share_count",
  "sent_at"::timestamp with time zone as "sent_at",
  "sent_date"::date as "sent_date"
from (
select
      written.message_key,
      coalesce(i.customer_key, -1) as customer_key,
      written.record_key,
      coalesce(agent.agent_key, -2) as agent_key,
      written.conversation_key,
      written.source,
      written.message_id,
      written.channel,
      case when written.is_public then 'public' else 'private' end as visibility,
      written.direction,
      written.reaction_count,
      written.comment_count,
      written.share_count,
      written.sent_at,
      (written.sent_at at time zone 'Europe/London')::date as sent_date
    from (select message_key, record_key, source, message_id, conversation_key, conversation_type, channel, message_type, direction, agent_id, body, is_public, reaction_count, comment_count, share_count, sent_at from {{ source('pii', 'stg_meta__mentions') }} union all select message_key, record_key, source, message_id, conversation_key, conversation_type, channel, message_type, direction, agent_id, body, is_public, reaction_count, comment_count, share_count, sent_at from {{ source('pii', 'stg_meta__messages') }} union all select message_key, record_key, source, message_id, conversation_key, conversation_type, channel, message_type, direction, agent_id, body, is_public, reaction_count, comment_count, share_count, sent_at from {{ source('pii', 'stg_zendesk__ticket_comments') }}) written
    left join (
  select
    i.record_key,
    i.customer_key
  from {{ source('identity', 'map_identity') }} i
  join {{ source('pii', 'dim_customer') }} using (customer_key)) i using (record_key)
    left join {{ source('pii', 'dim_agent') }} agent on agent.source = written.source and agent.agent_id = written.agent_id
    where written.conversation_type <> 'case'
) query
