import { notNegative, type Sql, sql, transform } from '#engine'
import { call } from '../../canonical/call.ts'
import { calls } from '../../sources/calls/calls.ts'
import { firstValue } from '../first-value.ts'
import { knownPhone, personKey } from '../person-key.ts'
import { voiceSessions } from './sessions.ts'

const earliest = (column: Sql) => firstValue(column, sql`position, session`)
const latest = (column: Sql) =>
  firstValue(column, sql`segment."segmentStart" desc, position desc, session desc`)

/** A call with a hidden number has no profile record; one without a customer was between colleagues. Chats and emails of the same system are left out. */
export const stg_calls__conversations = transform('staging.stg_calls__conversations', {
  description: 'Calls of the call centre.',
  grain: ['call_key'],
  conformsTo: call,
  columns: call.columns,
  tests: [notNegative('wait_seconds'), notNegative('talk_seconds')],
  query: sql`
    with sessions as (${voiceSessions}),
    measured as (
      select
        call_id,
        sum(metric.value) filter (where purpose = 'acd' and metric.name = 'tWait') / 1000 as wait_seconds,
        sum(metric.value) filter (where metric.name = 'tTalkComplete') / 1000 as talk_seconds,
        sum(metric.value) filter (where metric.name = 'tHeldComplete') / 1000 as hold_seconds,
        coalesce(bool_or(metric.name = 'tAbandon'), false) as is_abandoned
      from sessions
      cross join lateral jsonb_to_recordset(metrics) as metric(name text, value numeric)
      group by call_id
    ),
    handling as (
      select
        call_id,
        ${latest(sql`segment."queueId"`)} as queue_id,
        ${latest(sql`segment."wrapUpCode"`)} as reason,
        (
          array_agg(
            user_id
            order by segment."segmentStart" desc, position desc, session desc
          ) filter (where purpose in ('agent', 'user') and segment."segmentType" = 'interact')
        )[1] as agent_id,
        bool_or(purpose in ('customer', 'external') and segment."segmentType" = 'interact') as is_reached,
        (
          array_agg(
            case
              when segment."disconnectType" = 'system' then 'system'
              when purpose in ('customer', 'external') then 'customer'
              else 'agent'
            end
            order by segment."segmentEnd" desc nulls last, position desc, session desc
          ) filter (where segment."disconnectType" in ('client', 'system', 'endpoint'))
        )[1] as hung_up_by
      from sessions
      cross join lateral jsonb_to_recordset(segments) as segment(
        "segmentType" text, "segmentStart" timestamptz, "segmentEnd" timestamptz, "queueId" text,
        "wrapUpCode" text, "disconnectType" text
      )
      group by call_id
    ),
    phone_numbers as (
      select
        call_id,
        ${earliest(sql`ani`)} as ani,
        ${earliest(sql`dnis`)} as dnis
      from sessions
      where purpose in ('customer', 'external')
      group by call_id
    ),
    calls as (
      select
        c."conversationId" as call_id,
        c."originatingDirection" as direction,
        case c."originatingDirection" when 'inbound' then n.ani else n.dnis end as phone,
        c."conversationStart"::timestamptz as started_at,
        c."conversationEnd"::timestamptz as ended_at,
        n.call_id is null as is_internal
      from ${calls.conversations} c
      left join phone_numbers n on n.call_id = c."conversationId"
      where
        c."conversationId" in (select call_id from sessions)
    )
    select
      ops.key_of('calls', 'call', call_id) as call_key,
      ${personKey('calls', 'caller', knownPhone(sql`phone`))} as record_key,
      'calls' as source,
      call_id,
      direction,
      phone,
      queue_id,
      agent_id,
      started_at,
      ended_at,
      coalesce(wait_seconds, 0) as wait_seconds,
      coalesce(talk_seconds, 0) as talk_seconds,
      coalesce(hold_seconds, 0) as hold_seconds,
      case
        when agent_id is not null and (direction = 'inbound' or is_reached) then 'answered'
        when ended_at is null then 'open'
        when is_abandoned or (direction = 'inbound' and queue_id is not null) then 'abandoned'
        when direction = 'inbound' then 'self-service'
        else 'unreached'
      end as outcome,
      reason,
      is_internal,
      hung_up_by
    from calls
    left join measured using (call_id)
    left join handling using (call_id)`,
})
