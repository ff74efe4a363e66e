import {
  day,
  decimal,
  every,
  flag,
  id,
  instant,
  key,
  notApplicableKey,
  notNegative,
  references,
  sql,
  text,
  transform,
  unknownKey,
} from '#engine'
import { call } from '../canonical/call.ts'
import { dayOf } from './calendar/times.ts'
import { conserves } from './conserves.ts'
import { customerOfRecord } from './customers/customer-of-record.ts'
import { dim_agent } from './dim_agent.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'

/**
 * A withheld number is the unknown customer. So is a call among colleagues, which is_internal tells apart. A call that
 * goes on has its seconds so far; the source's later record replaces it. The number itself is left out.
 */
export const fct_calls = transform('warehouse.fct_calls', {
  description:
    'Telephone calls, one row for each call from ringing to hanging up, even if it was passed on to other agents.',
  grain: ['call_key'],
  columns: {
    call_key: key('Surrogate key of the call'),
    customer_key: key(
      'The customer who called or was called; -1 while the number is nobody we know, or withheld',
    ),
    record_key: key('Profile record of the number').orNull(),
    agent_key: key('The last agent who spoke; -2 if none did'),
    source: id('Source system'),
    call_id: id('Identifier of the call in its source'),
    direction: text('inbound from the customer, or outbound'),
    outcome: call.columns.outcome,
    reason: call.columns.reason,
    hung_up_by: call.columns.hung_up_by,
    queue_id: call.columns.queue_id,
    is_withheld: flag('Whether the network did not show a number of the customer'),
    is_internal: call.columns.is_internal,
    started_at: instant('When it started'),
    started_date: day('The day of that, in the time zone of the company'),
    ended_at: instant('When it ended; missing while it goes on').orNull(),
    wait_seconds: decimal('Seconds that the customer waited in queues. Additive'),
    talk_seconds: decimal('Seconds that people talked. Additive'),
    hold_seconds: decimal('Seconds that the customer was kept on hold. Additive'),
  },
  indexes: [['customer_key'], ['started_date']],
  tests: [
    references('customer_key', dim_customer),
    references('agent_key', dim_agent),
    references('started_date', dim_date, 'date_day'),
    notNegative('wait_seconds'),
    notNegative('talk_seconds'),
    notNegative('hold_seconds'),
    conserves(
      call,
      sql`
        count(*) as row_count,
        sum(wait_seconds) as wait_seconds,
        sum(talk_seconds) as talk_seconds,
        sum(hold_seconds) as hold_seconds`,
    ),
  ],
  query: sql`
    select
      called.call_key,
      coalesce(i.customer_key, ${unknownKey}) as customer_key,
      called.record_key,
      coalesce(agent.agent_key, ${notApplicableKey}) as agent_key,
      called.source,
      called.call_id,
      called.direction,
      called.outcome,
      called.reason,
      called.hung_up_by,
      called.queue_id,
      called.record_key is null and not called.is_internal as is_withheld,
      called.is_internal,
      called.started_at,
      ${dayOf(sql`called.started_at`)} as started_date,
      called.ended_at,
      called.wait_seconds,
      called.talk_seconds,
      called.hold_seconds
    from ${every(call)} called
    left join (${customerOfRecord}) i using (record_key)
    left join ${dim_agent} agent on agent.source = called.source and agent.agent_id = called.agent_id`,
})
