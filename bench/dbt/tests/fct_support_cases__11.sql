-- every staged support_case is present
select count(*) as row_count, sum(message_count) as message_count
      from (select case_key, record_key, source, case_id, channel, case_type, subject, status, priority, agent_id, opened_by, opened_at, first_replied_at, solved_at, closed_at, updated_at, reopen_count, message_count, satisfaction, is_spam, is_test, is_internal, is_deleted from {{ source('pii', 'stg_zendesk__tickets') }}) staged
      except
      select count(*) as row_count, sum(message_count) as message_count
      from {{ ref('fct_support_cases') }} present
