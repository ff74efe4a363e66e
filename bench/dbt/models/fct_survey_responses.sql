{{ config(indexes=[{"columns":["survey_response_key"],"unique":True},{"columns":["customer_key"]},{"columns":["responded_date"]}]) }}
select
  "survey_response_key"::bigint as "survey_response_key",
  "customer_key"::bigint as "customer_key",
  "record_key"::bigint as "record_key",
  "agent_key"::bigint as "agent_key",
  "case_key"::bigint as "case_key",
  "source"::text as "source",
  "response_id"::text as "response_id",
  "survey_id"::text as "survey_id",
  "survey_type"::text as "survey_type",
  "question"::text as "question",
  "nps_group"::text as "nps_group",
  "has_comment"::boolean as "has_comment",
  "responded_at"::timestamp with time zone as "responded_at",
  "responded_date"::date as "responded_date",
  "score"::numeric as "score",
  "scale_min"::integer as "scale_min",
  "scale_max"::integer as "scale_max",
  "score_share"::numeric as "score_share",
  "nps_points"::integer as "nps_points"
from (
with grouped as (
      select
        *,
        case
          when survey_type <> 'nps' then null
          when score >= 9 then 'promoter'
          when score >= 7 then 'passive'
          when score >= 0 then 'detractor'
        end as nps_group
      from (select survey_response_key, record_key, source, response_id, survey_id, case_key, agent_id, survey_type, question, score, scale_min, scale_max, comment, responded_at, updated_at from {{ source('pii', 'stg_delighted__responses') }} union all select survey_response_key, record_key, source, response_id, survey_id, case_key, agent_id, survey_type, question, score, scale_min, scale_max, comment, responded_at, updated_at from {{ source('pii', 'stg_typeform__survey_responses') }} union all select survey_response_key, record_key, source, response_id, survey_id, case_key, agent_id, survey_type, question, score, scale_min, scale_max, comment, responded_at, updated_at from {{ source('pii', 'stg_zendesk__satisfaction_ratings') }}) answer
    )
    select
      grouped.survey_response_key,
      coalesce(i.customer_key, -1) as customer_key,
      grouped.record_key,
      coalesce(agent.agent_key, -2) as agent_key,
      grouped.case_key,
      grouped.source,
      grouped.response_id,
      grouped.survey_id,
      grouped.survey_type,
      grouped.question,
      grouped.nps_group,
      grouped.comment is not null as has_comment,
      grouped.responded_at,
      (grouped.responded_at at time zone 'Europe/London')::date as responded_date,
      grouped.score,
      grouped.scale_min,
      grouped.scale_max,
      round((grouped.score - grouped.scale_min) / nullif(grouped.scale_max - grouped.scale_min, 0), 4) as score_share,
      case grouped.nps_group when 'promoter' then 100 when 'passive' then 0 when 'detractor' then -100 end as nps_points
    from grouped
    left join (
  select
    i.record_key,
    i.customer_key
  from {{ source('identity', 'map_identity') }} i
  join {{ source('pii', 'dim_customer') }} using (customer_key)) i using (record_key)
    left join {{ source('pii', 'dim_agent') }} agent on agent.source = grouped.source and agent.agent_id = grouped.agent_id
) query
