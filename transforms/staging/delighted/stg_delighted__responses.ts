import { sql, transform } from '#engine'
import { survey_response } from '../../canonical/survey_response.ts'
import { delighted } from '../../sources/delighted/delighted.ts'
import { personKey } from '../person-key.ts'

/** The scales are Delighted's. Other survey types, and surveys with a score above their scale, have no scale here. */
export const stg_delighted__responses = transform('staging.stg_delighted__responses', {
  description: 'Delighted survey responses.',
  grain: ['survey_response_key'],
  conformsTo: survey_response,
  columns: survey_response.columns,
  query: sql`
    with typed as (
      select
        id as response_id,
        person ->> 'id' as person_id,
        lower(trim(survey_type)) as asked,
        score,
        max(score) over (partition by lower(trim(survey_type))) as highest,
        nullif(trim(comment), '') as comment,
        to_timestamp(created_at) as responded_at,
        to_timestamp(updated_at) as updated_at
      from ${delighted.responses}
    )
    select
      ops.key_of('delighted', 'response', response_id) as survey_response_key,
      ${personKey('delighted', 'person', sql`person_id`)} as record_key,
      'delighted' as source,
      response_id,
      asked as survey_id,
      null::bigint as case_key,
      null::text as agent_id,
      case
        when asked in ('nps', 'csat', 'ces') then asked
        when asked ~ '(star|smile)' then 'csat'
        else 'other'
      end as survey_type,
      null::text as question,
      score::numeric as score,
      case
        when asked = 'nps' then 0
        when asked ~ '(csat|ces|star|smile)' and highest <= 5 then 1
      end as scale_min,
      case
        when asked = 'nps' then 10
        when asked ~ '(csat|ces|star|smile)' and highest <= 5 then 5
      end as scale_max,
      comment,
      responded_at,
      updated_at
    from typed`,
})
