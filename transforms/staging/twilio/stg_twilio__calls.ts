import { notNegative, sql, transform } from '#engine'
import { call } from '../../canonical/call.ts'
import { twilio } from '../../sources/twilio/twilio.ts'
import { knownPhone, personKey } from '../person-key.ts'

/**
 * Legs are parts of a call: the first one that was answered gives the agent and the waiting time. Twilio has no queues
 * or holds. A call from one client of the company to another is between colleagues. A call that was never put through was handled by a menu or a voicemail.
 */
export const stg_twilio__calls = transform('staging.stg_twilio__calls', {
  description: 'Calls through Twilio.',
  grain: ['call_key'],
  conformsTo: call,
  columns: call.columns,
  tests: [notNegative('wait_seconds'), notNegative('talk_seconds')],
  query: sql`
    with calls as (
      select
        sid as call_id,
        case
          when direction in ('inbound', 'trunking-originating') then 'inbound'
          else 'outbound'
        end as direction,
        "from" as caller,
        "to" as called,
        status,
        duration,
        answered_by,
        coalesce(start_time, date_created, date_updated)::timestamptz as started_at,
        end_time::timestamptz as ended_at
      from ${twilio.calls}
      where parent_call_sid is null and coalesce(start_time, date_created, date_updated) is not null
    ),
    legs as (
      select
        parent_call_sid as call_id,
        count(*) as leg_count,
        (array_agg("to" order by start_time, sid) filter (where is_answered))[1] as agent,
        min(start_time::timestamptz) filter (where is_answered) as answered_at,
        sum(duration) filter (where is_answered) as talk_seconds
      from (
        select
          *,
          status in ('completed', 'in-progress') and start_time is not null as is_answered
        from ${twilio.calls}
        where parent_call_sid is not null
      ) leg
      group by parent_call_sid
    ),
    calls_with_legs as (
      select
        calls.*,
        legs.leg_count,
        legs.agent,
        legs.answered_at,
        legs.talk_seconds,
        substring(case direction when 'inbound' then caller else called end from '^[+][0-9]+$') as phone,
        starts_with(caller, 'client:') and starts_with(called, 'client:') as is_internal,
        status = 'completed' and coalesce(answered_by, 'unknown') in ('human', 'unknown') as is_reached
      from calls
      left join legs using (call_id)
    )
    select
      ops.key_of('twilio', 'call', call_id) as call_key,
      ${personKey('twilio', 'caller', knownPhone(sql`phone`))} as record_key,
      'twilio' as source,
      call_id,
      direction,
      phone,
      null::text as queue_id,
      case when direction = 'inbound' then regexp_replace(agent, '^(client|sip):', '') end as agent_id,
      started_at,
      ended_at,
      case
        when direction = 'inbound'
          then greatest(coalesce(extract(epoch from answered_at - started_at), 0), 0)
        else 0
      end as wait_seconds,
      case
        when direction = 'inbound' then coalesce(talk_seconds, 0)
        when is_reached then coalesce(duration, 0)
        else 0
      end as talk_seconds,
      0::numeric as hold_seconds,
      case
        when status in ('queued', 'initiated', 'ringing', 'in-progress') then 'open'
        when direction = 'inbound' and agent is not null then 'answered'
        when direction = 'inbound' and leg_count > 0 then 'abandoned'
        when direction = 'inbound' then 'self-service'
        when is_reached then 'answered'
        else 'unreached'
      end as outcome,
      null::text as reason,
      is_internal,
      null::text as hung_up_by
    from calls_with_legs`,
})
