-- every message is in exactly one fact
select message_key
        from (select message_key, record_key, source, message_id, conversation_key, conversation_type, channel, message_type, direction, agent_id, body, is_public, reaction_count, comment_count, share_count, sent_at from {{ source('pii', 'stg_meta__mentions') }} union all select message_key, record_key, source, message_id, conversation_key, conversation_type, channel, message_type, direction, agent_id, body, is_public, reaction_count, comment_count, share_count, sent_at from {{ source('pii', 'stg_meta__messages') }} union all select message_key, record_key, source, message_id, conversation_key, conversation_type, channel, message_type, direction, agent_id, body, is_public, reaction_count, comment_count, share_count, sent_at from {{ source('pii', 'stg_zendesk__ticket_comments') }}) staged
        left join (
          select message_key from {{ ref('fct_social_messages') }}
          union all
          select message_key from {{ ref('fct_support_messages') }}
        ) present using (message_key)
        group by message_key
        having count(present.message_key) <> 1
