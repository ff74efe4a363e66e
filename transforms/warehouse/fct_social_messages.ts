import {
  day,
  every,
  id,
  instant,
  integer,
  key,
  notApplicableKey,
  oneOf,
  references,
  returnsNone,
  sql,
  transform,
  unknownKey,
} from '#engine'
import { message } from '../canonical/message.ts'
import { dayOf } from './calendar/times.ts'
import { customerOfRecord } from './customers/customer-of-record.ts'
import { dim_agent } from './dim_agent.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { fct_support_messages } from './fct_support_messages.ts'

/**
 * Every message that is not part of a case is here, so each is in exactly one of the two facts. The text is left out.
 * Reactions are as of the last load: a late count replaces the earlier one.
 */
export const fct_social_messages = transform('warehouse.fct_social_messages', {
  description:
    'Private messages on social networks and public posts that mention the company, one row for each, without their text.',
  grain: ['message_key'],
  columns: {
    message_key: key('Surrogate key of the message or post'),
    customer_key: key('The customer who wrote or received it; -1 while the account is nobody we know'),
    record_key: key('Profile record of the account').orNull(),
    agent_key: key('Page or agent that wrote it for the company; -2 if the customer did'),
    conversation_key: key('Conversation it belongs to; missing for a post').orNull(),
    source: id('Source system'),
    message_id: message.columns.message_id,
    channel: message.columns.channel,
    visibility: oneOf('Whether others could read it', ['private', 'public']),
    direction: message.columns.direction,
    reaction_count: integer('Likes and other reactions so far. Additive').orNull(),
    comment_count: integer('Comments of others so far. Additive').orNull(),
    share_count: integer('Times that others shared it so far. Additive').orNull(),
    sent_at: instant('When it was sent or posted'),
    sent_date: day('The day of that, in the time zone of the company'),
  },
  indexes: [['customer_key'], ['sent_date']],
  tests: [
    references('customer_key', dim_customer),
    references('agent_key', dim_agent),
    references('sent_date', dim_date, 'date_day'),
    returnsNone(
      'every message is in exactly one fact',
      (self) => sql`
        select message_key
        from ${every(message)} staged
        left join (
          select message_key from ${self}
          union all
          select message_key from ${fct_support_messages}
        ) present using (message_key)
        group by message_key
        having count(present.message_key) <> 1`,
    ),
  ],
  query: sql`
    select
      written.message_key,
      coalesce(i.customer_key, ${unknownKey}) as customer_key,
      written.record_key,
      coalesce(agent.agent_key, ${notApplicableKey}) as agent_key,
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
      ${dayOf(sql`written.sent_at`)} as sent_date
    from ${every(message)} written
    left join (${customerOfRecord}) i using (record_key)
    left join ${dim_agent} agent on agent.source = written.source and agent.agent_id = written.agent_id
    where written.conversation_type <> 'case'`,
})
