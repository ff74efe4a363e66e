-- every staged message of a case is present
select count(*) as row_count
        from (select message_key, record_key, source, message_id, conversation_key, conversation_type, channel, message_type, direction, agent_id, body, is_public, reaction_count, comment_count, share_count, sent_at from {{ source('pii', 'stg_meta__mentions') }} union all select message_key, record_key, source, message_id, conversation_key, conversation_type, channel, message_type, direction, agent_id, body, is_public, reaction_count, comment_count, share_count, sent_at from {{ source('pii', 'stg_meta__messages') }} union all select message_key, record_key, source, message_id, conversation_key, conversation_type, channel, message_type, direction, agent_id, body, is_public, reaction_count, comment_count, share_count, sent_at from {{ source('pii', 'stg_zendesk__ticket_comments') }}) staged
        where conversation_type = 'case'
        except
        select count(*)
        from {{ ref('fct_support_messages') }}
