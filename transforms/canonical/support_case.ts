import { canonical, flag, id, instant, integer, key, oneOf, recordKey, text } from '#engine'

/** A request for help. It is not called `case` because that is a keyword of SQL and TypeScript. */
export const support_case = canonical('support_case', {
  description: 'A request for help, as one source has it',
  columns: {
    case_key: key('Surrogate key of the case'),
    record_key: recordKey('Profile record of the person who asked').orNull(),
    source: id('Source system'),
    case_id: id('Number of the case in its source'),
    channel: text('How it arrived: email, web, chat, phone, social …').notPersonal('a kind of conversation'),
    case_type: text('question, incident, problem or task').orNull(),
    subject: text('Subject').orNull().pii('free text'),
    status: oneOf('Its state', ['new', 'open', 'waiting', 'solved', 'deleted']),
    priority: text('low, normal, high or urgent').orNull(),
    agent_id: id('Agent it is assigned to, in its source').orNull(),
    opened_by: oneOf('Who opened it', ['customer', 'agent']),
    opened_at: instant('When it was opened'),
    first_replied_at: instant('When the company first replied').orNull(),
    solved_at: instant('When it was last solved').orNull(),
    closed_at: instant('When it was closed for good, after which nothing changes').orNull(),
    updated_at: instant('When it last changed'),
    reopen_count: integer('How often it was reopened').orNull(),
    message_count: integer('Number of messages'),
    satisfaction: oneOf('What the person thought of the help, if the case itself says so', ['good', 'bad'])
      .orNull()
      .notPersonal('one of two words'),
    is_spam: flag('Whether it was marked as spam'),
    is_test: flag('Whether it was a test'),
    is_internal: flag('Whether somebody who works for the company asked'),
    is_deleted: flag('Whether the source deleted it'),
  },
})
