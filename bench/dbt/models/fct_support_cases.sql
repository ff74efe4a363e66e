{{ config(indexes=[{"columns":["case_key"],"unique":True},{"columns":["customer_key"]},{"columns":["opened_date"]}]) }}
select
  "case_key"::bigint as "case_key",
  "customer_key"::bigint as "customer_key",
  "record_key"::bigint as "record_key",
  "agent_key"::bigint as "agent_key",
  "source"::text as "source",
  "case_id"::text as "case_id",
  "channel"::text as "channel",
  "case_type"::text as "case_type",
  "status"::text as "status",
  "priority"::text as "priority",
  "opened_by"::text as "opened_by",
  "satisfaction"::text as "satisfaction",
  "excluded_because"::text as "excluded_because",
  "is_open"::boolean as "is_open",
  "opened_at"::timestamp with time zone as "opened_at",
  "opened_date"::date as "opened_date",
  "first_replied_at"::timestamp with time zone as "first_replied_at",
  "solved_at"::timestamp with time zone as "solved_at",
  "solved_date"::date as "solved_date",
  "closed_at"::timestamp with time zone as "closed_at",
  "first_reply_minutes"::numeric as "first_reply_minutes",
  "solution_minutes"::numeric as "solution_minutes",
  "reopen_count"::integer as "reopen_count",
  "message_count"::integer as "message_count"
from (
select
      asked.case_key,
      coalesce(i.customer_key, -1) as customer_key,
      asked.record_key,
      coalesce(agent.agent_key, -2) as agent_key,
      asked.source,
      asked.case_id,
      asked.channel,
      asked.case_type,
      asked.status,
      asked.priority,
      asked.opened_by,
      asked.satisfaction,
      asked.excluded_because,
      asked.status in ('new', 'open', 'waiting') as is_open,
      asked.opened_at,
      (asked.opened_at at time zone 'Europe/London')::date as opened_date,
      asked.first_replied_at,
      asked.solved_at,
      (asked.solved_at at time zone 'Europe/London')::date as solved_date,
      asked.closed_at,
      case
        when asked.opened_by = 'customer' then case when asked.first_replied_at >= asked.opened_at then round(extract(epoch from asked.first_replied_at - asked.opened_at) / 60, 1) end
      end as first_reply_minutes,
      case when asked.solved_at >= asked.opened_at then round(extract(epoch from asked.solved_at - asked.opened_at) / 60, 1) end as solution_minutes,
      coalesce(asked.reopen_count, 0) as reopen_count,
      asked.message_count
    from (
  with last_ratings as (
    select distinct on (case_key)
      case_key,
      case when 2 * score > scale_min + scale_max then 'good' else 'bad' end as satisfaction
    from (select survey_response_key, record_key, source, response_id, survey_id, case_key, agent_id, survey_type, question, score, scale_min, scale_max, comment, responded_at, updated_at from {{ source('pii', 'stg_delighted__responses') }} union all select survey_response_key, record_key, source, response_id, survey_id, case_key, agent_id, survey_type, question, score, scale_min, scale_max, comment, responded_at, updated_at from {{ source('pii', 'stg_typeform__survey_responses') }} union all select survey_response_key, record_key, source, response_id, survey_id, case_key, agent_id, survey_type, question, score, scale_min, scale_max, comment, responded_at, updated_at from {{ source('pii', 'stg_zendesk__satisfaction_ratings') }}) answer
    where case_key is not null and score is not null
    order by
      case_key,
      responded_at desc,
      survey_response_key
  )
  select
    asked.case_key,
    asked.record_key,
    asked.source,
    asked.case_id,
    asked.channel,
    asked.case_type,
    asked.status,
    asked.priority,
    asked.opened_by,
    asked.agent_id,
    asked.opened_at,
    asked.first_replied_at,
    asked.solved_at,
    asked.closed_at,
    asked.reopen_count,
    asked.message_count,
    coalesce(last_ratings.satisfaction, asked.satisfaction) as satisfaction,
    case
      when asked.is_deleted then 'deleted'
      when asked.is_spam then 'spam'
      when asked.is_test then 'test'
      when asked.is_internal then 'internal'
    end as excluded_because
  from (select case_key, record_key, source, case_id, channel, case_type, subject, status, priority, agent_id, opened_by, opened_at, first_replied_at, solved_at, closed_at, updated_at, reopen_count, message_count, satisfaction, is_spam, is_test, is_internal, is_deleted from {{ source('pii', 'stg_zendesk__tickets') }}) asked
  left join last_ratings using (case_key)) asked
    left join (
  select
    i.record_key,
    i.customer_key
  from {{ source('identity', 'map_identity') }} i
  join {{ source('pii', 'dim_customer') }} using (customer_key)) i using (record_key)
    left join {{ source('pii', 'dim_agent') }} agent on agent.source = asked.source and agent.agent_id = asked.agent_id
) query
