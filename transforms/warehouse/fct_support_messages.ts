import {
  day,
  every,
  flag,
  id,
  instant,
  integer,
  key,
  notApplicableKey,
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
import { fct_support_cases } from './fct_support_cases.ts'

/**
 * A late message takes its place by the time it was sent, and those after it count on. The text is left out. A ticket
 * that was merged into another one is no case any more, but what was written in it stays here, as messages of a case
 * that is not in fct_support_cases.
 */
export const fct_support_messages = transform('warehouse.fct_support_messages', {
  description: 'Messages and notes in requests for help, one row for each, without their text.',
  grain: ['message_key'],
  columns: {
    message_key: key('Surrogate key of the message'),
    customer_key: key('The customer who wrote or received it; -1 while unknown'),
    record_key: key('Profile record of the customer').orNull(),
    agent_key: key('Agent who wrote it; -2 if the customer did'),
    case_key: key('Request for help that it is part of').orNull(),
    source: id('Source system'),
    message_id: message.columns.message_id,
    channel: message.columns.channel,
    direction: message.columns.direction,
    is_visible: flag('Whether the customer can read it; false for notes among agents'),
    is_opening: flag('Whether it opened the case: its first message'),
    message_number: integer('Position in the case, by time, from 1. Not additive'),
    sent_at: instant('When it was sent'),
    sent_date: day('The day of that, in the time zone of the company'),
  },
  indexes: [['customer_key'], ['case_key']],
  tests: [
    references('customer_key', dim_customer),
    references('agent_key', dim_agent),
    references('sent_date', dim_date, 'date_day'),
    returnsNone(
      'every staged message of a case is present',
      (self) => sql`
        select count(*) as row_count
        from ${every(message)} staged
        where conversation_type = 'case'
        except
        select count(*)
        from ${self}`,
    ),
  ],
  query: sql`
    with numbered as (
      select
        *,
        row_number() over (
          partition by conversation_key
          order by
            sent_at,
            message_key
        )::integer as message_number
      from ${every(message)} written
      where conversation_type = 'case'
    )
    select
      numbered.message_key,
      coalesce(i.customer_key, ${unknownKey}) as customer_key,
      numbered.record_key,
      coalesce(agent.agent_key, ${notApplicableKey}) as agent_key,
      numbered.conversation_key as case_key,
      numbered.source,
      numbered.message_id,
      numbered.channel,
      numbered.direction,
      numbered.message_type <> 'note' as is_visible,
      numbered.message_number = 1 and placed.case_key is not null as is_opening,
      numbered.message_number,
      numbered.sent_at,
      ${dayOf(sql`numbered.sent_at`)} as sent_date
    from numbered
    left join (${customerOfRecord}) i using (record_key)
    left join ${dim_agent} agent on agent.source = numbered.source and agent.agent_id = numbered.agent_id
    left join ${fct_support_cases} placed on placed.case_key = numbered.conversation_key`,
})
