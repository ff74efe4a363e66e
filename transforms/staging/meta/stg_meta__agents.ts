import { sql, transform } from '#engine'
import { agent } from '../../canonical/agent.ts'
import { meta } from '../../sources/meta/meta.ts'
import { firstValue } from '../first-value.ts'

/** Meta does not say who of the company wrote a message, only for which page. */
export const stg_meta__agents = transform('staging.stg_meta__agents', {
  description: 'Pages and accounts of the company from which direct messages are answered.',
  grain: ['agent_key'],
  conformsTo: agent,
  columns: agent.columns,
  query: sql`
    with named as (
      select
        page_id,
        case
          when "from" ->> 'id' = page_id then "from"
          else jsonb_path_query_first("to", '$.data[*] ? (@.id == $id)', jsonb_build_object('id', page_id))
        end as account,
        created_time,
        id
      from ${meta.messages}
    )
    select
      ops.key_of('meta', 'agent', page_id) as agent_key,
      'meta' as source,
      page_id as agent_id,
      ${firstValue(sql`coalesce(account ->> 'name', account ->> 'username')`, sql`created_time::timestamptz desc, id`)} as agent_name,
      'shared account' as agent_type,
      false as is_deleted
    from named
    group by page_id`,
})
