-- every staged call is present
select 
        count(*) as row_count,
        sum(wait_seconds) as wait_seconds,
        sum(talk_seconds) as talk_seconds,
        sum(hold_seconds) as hold_seconds
      from (select call_key, record_key, source, call_id, direction, phone, queue_id, agent_id, started_at, ended_at, wait_seconds, talk_seconds, hold_seconds, outcome, reason, is_internal, hung_up_by from {{ source('pii', 'stg_calls__conversations') }} union all select call_key, record_key, source, call_id, direction, phone, queue_id, agent_id, started_at, ended_at, wait_seconds, talk_seconds, hold_seconds, outcome, reason, is_internal, hung_up_by from {{ source('pii', 'stg_twilio__calls') }}) staged
      except
      select 
        count(*) as row_count,
        sum(wait_seconds) as wait_seconds,
        sum(talk_seconds) as talk_seconds,
        sum(hold_seconds) as hold_seconds
      from {{ ref('fct_calls') }} present
