import {
  day,
  decimal,
  flag,
  id,
  instant,
  integer,
  key,
  notApplicableKey,
  notNegative,
  oneOf,
  references,
  sql,
  transform,
  unknownKey,
} from '#engine'
import { support_case } from '../canonical/support_case.ts'
import { dayOf, minutesBetween } from './calendar/times.ts'
import { conserves } from './conserves.ts'
import { customerOfRecord } from './customers/customer-of-record.ts'
import { dim_agent } from './dim_agent.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { caseExclusions, judgedCases } from './service/judged-cases.ts'

/**
 * An accumulating snapshot: a case has one row, which changes with each milestone, however late the source reports it.
 * Deleted cases, spam, tests and requests of colleagues stay, so that numbers of tickets tie, and say why they do not
 * count. A case that the company opened has no time to the first reply, because nobody waited for one. The last rating
 * counts; a case without one has what the case itself says. The subject is left out: it is the customer's own words.
 */
export const fct_support_cases = transform('warehouse.fct_support_cases', {
  description:
    'Requests for help, one row for each from the moment it was opened: when it was answered, solved and closed, and how ' +
    'long that took.',
  grain: ['case_key'],
  columns: {
    case_key: key('Surrogate key of the case'),
    customer_key: key('The customer who asked; -1 while unknown, and for colleagues'),
    record_key: key('Profile record of the person who asked').orNull(),
    agent_key: key('Agent it is assigned to now; -2 if it is assigned to nobody'),
    source: id('Source system'),
    case_id: id('Number of the case in its source'),
    channel: support_case.columns.channel,
    case_type: support_case.columns.case_type,
    status: support_case.columns.status,
    priority: support_case.columns.priority,
    opened_by: support_case.columns.opened_by,
    satisfaction: oneOf('What the customer thought of the help', ['good', 'bad'])
      .orNull()
      .notPersonal('one of two words'),
    excluded_because: oneOf('Why it does not count; missing if it does', caseExclusions).orNull(),
    is_open: flag('Whether somebody still has to solve it'),
    opened_at: instant('When it was opened'),
    opened_date: day('The day of that, in the time zone of the company'),
    first_replied_at: instant('When the company first replied').orNull(),
    solved_at: instant('When it was last solved; kept when it is reopened').orNull(),
    solved_date: day('The day of that, in the time zone of the company').orNull(),
    closed_at: instant('When it was closed for good').orNull(),
    first_reply_minutes: decimal(
      'Minutes from opening to the first reply. Additive; usually averaged over cases that have it',
    ).orNull(),
    solution_minutes: decimal(
      'Minutes from opening until it was last solved. Additive; usually averaged over cases that have it',
    ).orNull(),
    reopen_count: integer('How often it was reopened; 0 if the source does not say. Additive'),
    message_count: integer('Messages and notes that the source delivers. Additive'),
  },
  indexes: [['customer_key'], ['opened_date']],
  tests: [
    references('customer_key', dim_customer),
    references('agent_key', dim_agent),
    references('opened_date', dim_date, 'date_day'),
    references('solved_date', dim_date, 'date_day'),
    notNegative('first_reply_minutes'),
    notNegative('solution_minutes'),
    conserves(support_case, sql`count(*) as row_count, sum(message_count) as message_count`),
  ],
  query: sql`
    select
      asked.case_key,
      coalesce(i.customer_key, ${unknownKey}) as customer_key,
      asked.record_key,
      coalesce(agent.agent_key, ${notApplicableKey}) as agent_key,
      asked.source,
      asked.case_id,
      asked.channel,
      asked.case_type,
      asked.status,
      asked.priority,
      asked.opened_by,
      asked.satisfaction,
      asked.excluded_because,
      asked.status in ('new', 'open', 'waiting') as is_open,
      asked.opened_at,
      ${dayOf(sql`asked.opened_at`)} as opened_date,
      asked.first_replied_at,
      asked.solved_at,
      ${dayOf(sql`asked.solved_at`)} as solved_date,
      asked.closed_at,
      case
        when asked.opened_by = 'customer' then ${minutesBetween(sql`asked.opened_at`, sql`asked.first_replied_at`)}
      end as first_reply_minutes,
      ${minutesBetween(sql`asked.opened_at`, sql`asked.solved_at`)} as solution_minutes,
      coalesce(asked.reopen_count, 0) as reopen_count,
      asked.message_count
    from (${judgedCases}) asked
    left join (${customerOfRecord}) i using (record_key)
    left join ${dim_agent} agent on agent.source = asked.source and agent.agent_id = asked.agent_id`,
})
