import { sql } from '#engine'
import { calls } from '../../sources/calls/calls.ts'

/** The voice sessions of conversations, one for each session of each participant. */
export const voiceSessions = sql`
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
    where session."mediaType" in ('voice', 'callback')`
