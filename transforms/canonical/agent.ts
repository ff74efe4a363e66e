import { canonical, flag, id, key, oneOf, text } from '#engine'

/** Somebody who answers customers, as the help desk, call centre or network knows them. */
export const agent = canonical('agent', {
  description: 'Somebody who works for the company and answers customers, as one source has them',
  columns: {
    agent_key: key('Surrogate key of the agent').notPersonal('somebody who works for the company'),
    source: id('Source system'),
    agent_id: id('Identifier of the agent in its source').notPersonal('somebody who works for the company'),
    agent_name: text('Name, as the source shows it').orNull().pii('name'),
    agent_type: oneOf('A person, or an account that several people answer from', [
      'agent',
      'administrator',
      'shared account',
    ]),
    is_deleted: flag('Whether the source deleted the agent'),
  },
})
