import { sql, transform } from '#engine'
import { agent } from '../../canonical/agent.ts'
import { calls } from '../../sources/calls/calls.ts'
import { firstValue } from '../first-value.ts'

/** The name is the one in the newest call. */
export const stg_calls__agents = transform('staging.stg_calls__agents', {
  description: 'Agents of the call centre who took part in a call.',
  grain: ['agent_key'],
  conformsTo: agent,
  columns: agent.columns,
  query: sql`
    with participants as (
      select
        participant."userId" as agent_id,
        nullif(trim(participant."participantName"), '') as agent_name,
        c."conversationStart"::timestamptz as started_at,
        c."conversationId" as call_id,
        participant.position
      from ${calls.conversations} c
      cross join lateral rows from (
        jsonb_to_recordset(c.participants) as (purpose text, "userId" text, "participantName" text)
      ) with ordinality as participant(purpose, "userId", "participantName", position)
      where participant.purpose in ('agent', 'user')
        and participant."userId" <> ''
    )
    select
      ops.key_of('calls', 'agent', agent_id) as agent_key,
      'calls' as source,
      agent_id,
      ${firstValue(sql`agent_name`, sql`started_at desc, call_id, position`)} as agent_name,
      'agent' as agent_type,
      false as is_deleted
    from participants
    group by agent_id`,
})
