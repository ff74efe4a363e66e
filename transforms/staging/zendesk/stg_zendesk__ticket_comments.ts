import { key, sql, transform, withDeleted } from '#engine'
import { message } from '../../canonical/message.ts'
import { zendesk } from '../../sources/zendesk/zendesk.ts'
import { personKey } from '../person-key.ts'

/**
 * An author whom the users do not know as a customer is taken for an agent, unless it is the requester. A comment is
 * that of its author if it is a customer who was copied in, and otherwise one with the requester. What agents write on
 * a request of a colleague stays between them.
 */
export const stg_zendesk__ticket_comments = transform('staging.stg_zendesk__ticket_comments', {
  description: 'Comments on requests for help.',
  grain: ['message_key'],
  conformsTo: message,
  columns: {
    ...message.columns,
    message_key: key('Surrogate key of the comment').notPersonal('numbered by the source, not by the person'),
    conversation_key: key('The ticket').orNull().notPersonal('numbered by the source, not by the person'),
  },
  query: sql`
    select
      ops.key_of('zendesk', 'comment', ticket.id::text, comment.id::text) as message_key,
      ${personKey(
        'zendesk',
        'user',
        sql`case when author.role = 'end-user' then comment.author_id else ticket.requester_id end::text`,
      )} as record_key,
      'zendesk' as source,
      comment.id::text as message_id,
      ops.key_of('zendesk', 'ticket', ticket.id::text) as conversation_key,
      'case' as conversation_type,
      coalesce(
        nullif(comment.via ->> 'channel', ''),
        nullif(ticket.via ->> 'channel', ''),
        'unknown'
      ) as channel,
      case when comment.public then 'message' else 'note' end as message_type,
      case
        when author.role = 'end-user' then 'inbound'
        when requester.role <> 'end-user' then 'internal'
        when comment.author_id = ticket.requester_id then 'inbound'
        when comment.public then 'outbound'
        else 'internal'
      end as direction,
      case
        when author.role <> 'end-user' or (author.role is null and comment.author_id <> ticket.requester_id)
          then comment.author_id::text
      end as agent_id,
      nullif(trim(coalesce(comment.plain_body, comment.body)), '') as body,
      false as is_public,
      null::integer as reaction_count,
      null::integer as comment_count,
      null::integer as share_count,
      comment.created_at as sent_at
    from ${zendesk.tickets} ticket
    cross join lateral jsonb_to_recordset(ticket.comments) as comment(
      id bigint, author_id bigint, body text, plain_body text, public boolean, created_at timestamptz,
      via jsonb
    )
    left join ${withDeleted(zendesk.users)} author on author.id = comment.author_id
    left join ${withDeleted(zendesk.users)} requester on requester.id = ticket.requester_id`,
})
