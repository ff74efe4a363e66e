import { canonical, flag, id, instant, key, oneOf, text } from '#engine'

/** Something somebody wrote: to the company, by the company, or about it where others read it. */
export const message = canonical('message', {
  description: 'A message from, to or about a company, as one source has it',
  columns: {
    message_key: key('Surrogate key of the message'),
    record_key: key('Profile record of the customer it is with or by').orNull(),
    source: id('Source system'),
    message_id: id('Identifier of the message in its source'),
    conversation_key: key('Case or conversation it belongs to').orNull(),
    channel: text('email, web, chat, phone, messenger, instagram, facebook …'),
    message_type: text('message, mention or note'),
    direction: oneOf('Who wrote to whom', ['inbound', 'outbound', 'internal']),
    agent_id: id('Who wrote it for the company, in its source').orNull(),
    body: text('What was written').orNull().pii('free text'),
    is_public: flag('Whether anybody can read it'),
    sent_at: instant('When it was written'),
  },
})
