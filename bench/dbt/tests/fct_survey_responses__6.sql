-- every staged survey_response is present
select count(*) as row_count, sum(score) as score
      from (select survey_response_key, record_key, source, response_id, survey_id, case_key, agent_id, survey_type, question, score, scale_min, scale_max, comment, responded_at, updated_at from {{ source('pii', 'stg_delighted__responses') }} union all select survey_response_key, record_key, source, response_id, survey_id, case_key, agent_id, survey_type, question, score, scale_min, scale_max, comment, responded_at, updated_at from {{ source('pii', 'stg_typeform__survey_responses') }} union all select survey_response_key, record_key, source, response_id, survey_id, case_key, agent_id, survey_type, question, score, scale_min, scale_max, comment, responded_at, updated_at from {{ source('pii', 'stg_zendesk__satisfaction_ratings') }}) staged
      except
      select count(*) as row_count, sum(score) as score
      from {{ ref('fct_survey_responses') }} present
