{{ config(indexes=[{"columns":["call_key"],"unique":True},{"columns":["customer_key"]},{"columns":["started_date"]}]) }}
select
  "call_key"::bigint as "call_key",
  "customer_key"::bigint as "customer_key",
  "record_key"::bigint as "record_key",
  "agent_key"::bigint as "agent_key",
  "source"::text as "source",
  "call_id"::text as "call_id",
  "direction"::text as "direction",
  "outcome"::text as "outcome",
  "reason"::text as "reason",
  "hung_up_by"::text as "hung_up_by",
  "queue_id"::text as "queue_id",
  "is_withheld"::boolean as "is_withheld",
  "is_internal"::boolean as "is_internal",
  "started_at"::timestamp with time zone as "started_at",
  "started_date"::date as "started_date",
  "ended_at"::timestamp with time zone as "ended_at",
  "wait_seconds"::numeric as "wait_seconds",
  "talk_seconds"::numeric as "talk_seconds",
  "hold_seconds"::numeric as "hold_seconds"
from (
select
      called.call_key,
      coalesce(i.customer_key, -1) as customer_key,
      called.record_key,
      coalesce(agent.agent_key, -2) as agent_key,
      called.source,
      called.call_id,
      called.direction,
      called.outcome,
      called.reason,
      called.hung_up_by,
      called.queue_id,
      called.record_key is null and not called.is_internal as is_withheld,
      called.is_internal,
      called.started_at,
      (called.started_at at time zone 'Europe/London')::date as started_date,
      called.ended_at,
      called.wait_seconds,
      called.talk_seconds,
      called.hold_seconds
    from (select call_key, record_key, source, call_id, direction, phone, queue_id, agent_id, started_at, ended_at, wait_seconds, talk_seconds, hold_seconds, outcome, reason, is_internal, hung_up_by from {{ source('pii', 'stg_calls__conversations') }} union all select call_key, record_key, source, call_id, direction, phone, queue_id, agent_id, started_at, ended_at, wait_seconds, talk_seconds, hold_seconds, outcome, reason, is_internal, hung_up_by from {{ source('pii', 'stg_twilio__calls') }}) called
    left join (
  select
    i.record_key,
    i.customer_key
  from {{ source('identity', 'map_identity') }} i
  join {{ source('pii', 'dim_customer') }} using (customer_key)) i using (record_key)
    left join {{ source('pii', 'dim_agent') }} agent on agent.source = called.source and agent.agent_id = called.agent_id
) query
