-- references: agent_key in warehouse.dim_agent
select t.*
      from {{ ref('fct_support_messages') }} t
      where t."agent_key" is not null
        and not exists (select from {{ source('pii', 'dim_agent') }} r where r."agent_key" = t."agent_key")
