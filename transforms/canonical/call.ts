import { canonical, decimal, flag, id, instant, key, oneOf, recordKey, text } from '#engine'

/** A telephone call between a customer and the company. */
export const call = canonical('call', {
  description: 'A telephone call, as one source has it',
  columns: {
    call_key: key('Surrogate key of the call'),
    record_key: recordKey('Profile record of the person who called or was called').orNull(),
    source: id('Source system'),
    call_id: id('Identifier of the call in its source'),
    direction: text('inbound or outbound'),
    phone: text('Number of the customer, as the network shows it').orNull().pii('contact'),
    queue_id: id('The last queue that it waited in').orNull().notPersonal('a queue of the company'),
    agent_id: id('The last agent who spoke').orNull().notPersonal('somebody who works for the company'),
    started_at: instant('When it started'),
    ended_at: instant('When it ended').orNull(),
    wait_seconds: decimal('How long the customer waited in queues'),
    talk_seconds: decimal('How long people talked'),
    hold_seconds: decimal('How long the customer was kept on hold'),
    outcome: oneOf('How it ended; abandoned means in a queue, self-service that it never reached one', [
      'answered',
      'abandoned',
      'self-service',
      'unreached',
      'open',
    ]),
    reason: text('What the agent said the call was about').orNull().notPersonal('a code of the call centre'),
    is_internal: flag('Whether only people of the company took part'),
    hung_up_by: text('customer, agent or system').orNull().notPersonal('a role, not a name'),
  },
})
