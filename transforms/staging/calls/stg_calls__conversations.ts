import { notNegative, sql, transform } from '#engine'
import { call } from '../../canonical/call.ts'
import { calls } from '../../sources/calls/calls.ts'

/** A call with a hidden number has no profile record. Chats and emails of the same system are left out. */
export const stg_calls__conversations = transform('staging.stg_calls__conversations', {
  description: 'Calls of the call centre.',
  grain: ['call_key'],
  conformsTo: call,
  columns: call.columns,
  tests: [notNegative('wait_seconds'), notNegative('talk_seconds')],
  query: sql`
    with parts as (
      select
        c."conversationId" as call_id,
        participant.purpose,
        participant."userId" as user_id,
        session.ordinality as session,
        case
          when session.ani like 'tel:%' or session.ani like '+%'
            then regexp_replace(session.ani, '^tel:', '')
        end as ani,
        case
          when session.dnis like 'tel:%' or session.dnis like '+%'
            then regexp_replace(session.dnis, '^tel:', '')
        end as dnis,
        session.metrics,
        session.segments,
        participant.position
      from ${calls.conversations} c
      cross join lateral rows from (
        jsonb_to_recordset(c.participants) as (purpose text, "userId" text, sessions jsonb)
      ) with ordinality as participant(purpose, "userId", sessions, position)
      cross join lateral rows from (
        jsonb_to_recordset(participant.sessions) as (
          "mediaType" text, ani text, dnis text, metrics jsonb, segments jsonb
        )
      ) with ordinality as session("mediaType", ani, dnis, metrics, segments, ordinality)
      where session."mediaType" in ('voice', 'callback')
    ),
    measured as (
      select
        call_id,
        sum(metric.value) filter (where purpose = 'acd' and metric.name = 'tWait') / 1000 as wait_seconds,
        sum(metric.value) filter (where metric.name = 'tTalkComplete') / 1000 as talk_seconds,
        sum(metric.value) filter (where metric.name = 'tHeldComplete') / 1000 as hold_seconds,
        coalesce(bool_or(metric.name = 'tAbandon'), false) as is_abandoned
      from parts
      cross join lateral jsonb_to_recordset(metrics) as metric(name text, value numeric)
      group by call_id
    ),
    handling as (
      select
        call_id,
        (
          array_agg(
            segment."queueId"
            order by segment."segmentStart" desc, position desc, session desc
          ) filter (where segment."queueId" is not null)
        )[1] as queue_id,
        (
          array_agg(
            segment."wrapUpCode"
            order by segment."segmentStart" desc, position desc, session desc
          ) filter (where segment."wrapUpCode" is not null)
        )[1] as reason,
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
      from parts
      cross join lateral jsonb_to_recordset(segments) as segment(
        "segmentType" text, "segmentStart" timestamptz, "segmentEnd" timestamptz, "queueId" text,
        "wrapUpCode" text, "disconnectType" text
      )
      group by call_id
    ),
    phone_numbers as (
      select
        call_id,
        (array_agg(ani order by position, session) filter (where ani is not null))[1] as ani,
        (array_agg(dnis order by position, session) filter (where dnis is not null))[1] as dnis
      from parts
      where purpose in ('customer', 'external')
      group by call_id
    ),
    calls as (
      select
        c."conversationId" as call_id,
        c."originatingDirection" as direction,
        case c."originatingDirection" when 'inbound' then n.ani else n.dnis end as phone,
        c."conversationStart"::timestamptz as started_at,
        c."conversationEnd"::timestamptz as ended_at
      from ${calls.conversations} c
      left join phone_numbers n on n.call_id = c."conversationId"
      where
        c."conversationId" in (select call_id from parts)
    )
    select
      ops.key_of('calls', 'call', call_id) as call_key,
      ops.key_of('calls', 'caller', phone) as record_key,
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
      hung_up_by
    from calls
    left join measured using (call_id)
    left join handling using (call_id)`,
})
