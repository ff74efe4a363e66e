import { canonical, flag, id, instant, integer, key, oneOf, recordKey, text } from '#engine'

/** A message to the company, from it, or about it in public. */
export const message = canonical('message', {
  description: 'A message from, to or about a company, as one source has it',
  columns: {
    message_key: key('Surrogate key of the message'),
    record_key: recordKey('Profile record of the customer who wrote or received it').orNull(),
    source: id('Source system'),
    message_id: id('Identifier of the message in its source').notPersonal(
      'numbered by the source, not by the person',
    ),
    conversation_key: key('Case or conversation it belongs to').orNull(),
    conversation_type: oneOf('What it is part of: a request for help, private messages, or public posts', [
      'case',
      'private',
      'public',
    ]),
    channel: text('email, web, chat, phone, messenger, instagram, facebook …').notPersonal(
      'a kind of conversation',
    ),
    message_type: text('message, mention or note'),
    direction: oneOf('From or to the customer, or between agents', ['inbound', 'outbound', 'internal']),
    agent_id: id('Agent who wrote it for the company, in its source')
      .orNull()
      .notPersonal('somebody who works for the company'),
    body: text('Text of the message').orNull().pii('free text'),
    is_public: flag('Whether it is public'),
    reaction_count: integer('Likes and other reactions, if the source counts them').orNull(),
    comment_count: integer('Comments of others, if the source counts them').orNull(),
    share_count: integer('Times that others shared it, if the source counts them').orNull(),
    sent_at: instant('When it was sent'),
  },
})
