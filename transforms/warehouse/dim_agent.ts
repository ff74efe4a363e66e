import { every, flag, id, key, oneOf, sql, text, transform } from '#engine'
import { agent } from '../canonical/agent.ts'
import { call } from '../canonical/call.ts'
import { deal } from '../canonical/deal.ts'
import { message } from '../canonical/message.ts'
import { support_case } from '../canonical/support_case.ts'
import { survey_response } from '../canonical/survey_response.ts'

/**
 * Somebody who answers in two systems has a row for each, because nothing says that they are the same person. An agent
 * who also buys is a customer by the records of the shop; the two are not joined. An agent whom a fact names before the
 * source's own record is loaded has a row with what is known, and gets the rest when the record arrives (type 1).
 */
export const dim_agent = transform('warehouse.dim_agent', {
  description:
    'People of the company who answer customers, one row for each of them in each source; the unknown member -1, and ' +
    'the member -2 for facts in which no agent takes part, such as a call that was abandoned.',
  grain: ['agent_key'],
  columns: {
    agent_key: key('The agent; -1 is the unknown member, -2 stands for no agent'),
    source: id('Source system'),
    agent_id: id('Identifier of the agent in that source').notPersonal('somebody who works for the company'),
    agent_name: text('Name, as the source shows it').orNull().pii('name'),
    agent_type: oneOf('A person, or an account that several people answer from; unknown without a record', [
      'agent',
      'administrator',
      'shared account',
      'unknown',
      'not applicable',
    ]),
    is_inferred: flag('Whether only facts name the agent, because the source has no record of them yet'),
    is_deleted: flag('Whether the source deleted the agent'),
  },
  unknownMember: {
    agent_key: -1,
    source: 'unknown',
    agent_id: 'unknown',
    agent_type: 'unknown',
    is_inferred: false,
    is_deleted: false,
  },
  notApplicableMember: {
    agent_key: -2,
    source: 'not applicable',
    agent_id: 'not applicable',
    agent_type: 'not applicable',
    is_inferred: false,
    is_deleted: false,
  },
  query: sql`
    with mentioned as (
      select source, agent_id from ${every(support_case)} asked
      union
      select source, agent_id from ${every(message)} written
      union
      select source, agent_id from ${every(call)} called
      union
      select source, agent_id from ${every(survey_response)} answered
      union
      select source, agent_id from ${every(deal)} dealt
    )
    select
      coalesce(agent.agent_key, ops.key_of(mentioned.source, 'agent', mentioned.agent_id)) as agent_key,
      source,
      agent_id,
      agent.agent_name,
      coalesce(agent.agent_type, 'unknown') as agent_type,
      agent.agent_key is null as is_inferred,
      coalesce(agent.is_deleted, false) as is_deleted
    from ${every(agent)} agent
    full join mentioned using (source, agent_id)
    where agent_id is not null`,
})
