import { sql, transform, withDeleted } from '#engine'
import { agent } from '../../canonical/agent.ts'
import { zendesk } from '../../sources/zendesk/zendesk.ts'

/** Deleted agents stay, because tickets that they answered name them. */
export const stg_zendesk__agents = transform('staging.stg_zendesk__agents', {
  description: 'Agents and administrators of the help desk.',
  grain: ['agent_key'],
  conformsTo: agent,
  columns: agent.columns,
  query: sql`
    select
      ops.key_of('zendesk', 'agent', id::text) as agent_key,
      'zendesk' as source,
      id::text as agent_id,
      nullif(trim(name), '') as agent_name,
      case role when 'admin' then 'administrator' else 'agent' end as agent_type,
      _is_deleted as is_deleted
    from ${withDeleted(zendesk.users)}
    where role in ('agent', 'admin')`,
})
