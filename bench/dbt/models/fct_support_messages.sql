{{ config(indexes=[{"columns":["message_key"],"unique":True},{"columns":["customer_key"]},{"columns":["case_key"]}]) }}
select
  "message_key"::bigint as "message_key",
  "customer_key"::bigint as "customer_key",
  "record_key"::bigint as "record_key",
  "agent_key"::bigint as "agent_key",
  "case_key"::bigint as "case_key",
  "source"::text as "source",
  "message_id"::text as "message_id",
  "channel"::text as "channel",
  "direction"::text as "direction",
  "is_visible"::boolean as "is_visible",
  "is_opening"::boolean as "is_opening",
  "message_number"::integer as "message_number",
  "sent_at"::timestamp with time zone as "sent_at",
  "sent_date"::date as "sent_date"
from (
with numbered as (
      select
        *,
        row_number() over (
          partition by conversation_key
          order by
            sent_at,
            message_key
        )::integer as message_number
      from (select message_key, record_key, source, message_id, conversation_key, conversation_type, channel, message_type, direction, agent_id, body, is_public, reaction_count, comment_count, share_count, sent_at from {{ source('pii', 'stg_meta__mentions') }} union all select message_key, record_key, source, message_id, conversation_key, conversation_type, channel, message_type, direction, agent_id, body, is_public, reaction_count, comment_count, share_count, sent_at from {{ source('pii', 'stg_meta__messages') }} union all select message_key, record_key, source, message_id, conversation_key, conversation_type, channel, message_type, direction, agent_id, body, is_public, reaction_count, comment_count, share_count, sent_at from {{ source('pii', 'stg_zendesk__ticket_comments') }}) written
      where conversation_type = 'case'
    )
    select
      numbered.message_key,
      coalesce(i.customer_key, -1) as customer_key,
      numbered.record_key,
      coalesce(agent.agent_key, -2) as agent_key,
      numbered.conversation_key as case_key,
      numbered.source,
      numbered.message_id,
      numbered.channel,
      numbered.direction,
      numbered.message_type <> 'note' as is_visible,
      numbered.message_number = 1 and placed.case_key is not null as is_opening,
      numbered.message_number,
      numbered.sent_at,
      (numbered.sent_at at time zone 'Europe/London')::date as sent_date
    from numbered
    left join (
  select
    i.record_key,
    i.customer_key
  from {{ source('identity', 'map_identity') }} i
  join {{ source('pii', 'dim_customer') }} using (customer_key)) i using (record_key)
    left join {{ source('pii', 'dim_agent') }} agent on agent.source = numbered.source and agent.agent_id = numbered.agent_id
    left join {{ ref('fct_support_cases') }} placed on placed.case_key = numbered.conversation_key
) query
