import { sql, transform, withDeleted } from '#engine'
import { support_case } from '../../canonical/support_case.ts'
import { zendesk } from '../../sources/zendesk/zendesk.ts'
import { personKey } from '../person-key.ts'

/**
 * Times come from the metrics if the export has them, and otherwise from the comments. A ticket that was merged into
 * another one is the same request: Zendesk closes and tags it. Spam and tests are recognised by the tags that agents
 * give them, spam also by a suspended requester. Who submitted a ticket opened it; one about a call is submitted by an
 * agent, although the customer called.
 */
export const stg_zendesk__tickets = transform('staging.stg_zendesk__tickets', {
  description: 'Requests for help.',
  grain: ['case_key'],
  conformsTo: support_case,
  columns: support_case.columns,
  query: sql`
    with comment_summary as (
      select
        ticket.id,
        count(*)::int as message_count,
        min(comment.created_at) filter (
          where comment.public
            and comment.author_id <> ticket.requester_id
            and author.role is distinct from 'end-user'
        ) as first_replied_at
      from ${withDeleted(zendesk.tickets)} ticket
      cross join lateral jsonb_to_recordset(ticket.comments)
        as comment(author_id bigint, public boolean, created_at timestamptz)
      left join ${withDeleted(zendesk.users)} author on author.id = comment.author_id
      group by ticket.id
    )
    select
      ops.key_of('zendesk', 'ticket', ticket.id::text) as case_key,
      ${personKey('zendesk', 'user', sql`requester_id::text`)} as record_key,
      'zendesk' as source,
      ticket.id::text as case_id,
      coalesce(nullif(via ->> 'channel', ''), 'unknown') as channel,
      ticket.type as case_type,
      nullif(trim(subject), '') as subject,
      case status
        when 'pending' then 'waiting'
        when 'hold' then 'waiting'
        when 'closed' then 'solved'
        else status
      end as status,
      priority,
      assignee_id::text as agent_id,
      case
        when via #>> '{source,rel}' = 'outbound' then 'agent'
        when via ->> 'channel' = 'voice' then 'customer'
        when submitter_id <> requester_id then 'agent'
        else 'customer'
      end as opened_by,
      ticket.created_at::timestamptz as opened_at,
      coalesce(
        comment_summary.first_replied_at,
        ticket.created_at::timestamptz
          + make_interval(mins => (metric_set #>> '{reply_time_in_minutes,calendar}')::int)
      ) as first_replied_at,
      coalesce(
        (metric_set ->> 'solved_at')::timestamptz,
        case when status in ('solved', 'closed') then ticket.updated_at::timestamptz end
      ) as solved_at,
      case when status = 'closed' then ticket.updated_at::timestamptz end as closed_at,
      ticket.updated_at::timestamptz as updated_at,
      (metric_set ->> 'reopens')::int as reopen_count,
      coalesce(comment_summary.message_count, 0) as message_count,
      substring(satisfaction_rating ->> 'score' from '^(good|bad)') as satisfaction,
      coalesce(ticket.tags @> '["spam"]', false) or coalesce(requester.suspended, false) as is_spam,
      coalesce(ticket.tags ?| array['test', 'testing'], false) as is_test,
      coalesce(requester.role <> 'end-user', false) as is_internal,
      ticket._is_deleted as is_deleted
    from ${withDeleted(zendesk.tickets)} ticket
    left join ${withDeleted(zendesk.users)} requester on requester.id = ticket.requester_id
    left join comment_summary on comment_summary.id = ticket.id
    where not coalesce(ticket.tags @> '["closed_by_merge"]', false)`,
})
