import { canonical, flag, id, instant, integer, key, oneOf, text } from '#engine'

/** A request for help, from the moment it was opened. (`case` is a word of the language.) */
export const support_case = canonical('support_case', {
  description: 'A request for help, as one source has it',
  columns: {
    case_key: key('Surrogate key of the case'),
    record_key: key('Profile record of who asked').orNull(),
    source: id('Source system'),
    case_id: id('Number of the case in its source'),
    channel: text('How it came in: email, web, chat, phone, social …'),
    case_type: text('question, incident, problem or task').orNull(),
    subject: text('Subject').orNull().pii('free text'),
    status: oneOf('How far it has come', ['new', 'open', 'waiting', 'solved', 'deleted']),
    priority: text('low, normal, high or urgent').orNull(),
    agent_id: id('Who has it, in its source').orNull(),
    opened_at: instant('When it was opened'),
    first_replied_at: instant('When somebody of the company first answered').orNull(),
    solved_at: instant('When it was last solved').orNull(),
    updated_at: instant('When it last changed'),
    reopen_count: integer('How often it was opened again').orNull(),
    message_count: integer('How much was written to and fro'),
    is_deleted: flag('Whether the source has thrown it away'),
  },
})
