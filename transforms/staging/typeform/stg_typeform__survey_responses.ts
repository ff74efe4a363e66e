import { sql, transform } from '#engine'
import { survey_response } from '../../canonical/survey_response.ts'
import { stg_typeform__answers } from './stg_typeform__answers.ts'
import { stg_typeform__responses } from './stg_typeform__responses.ts'

/** A form without a score and a comment has no opinion, and is left out. */
export const stg_typeform__survey_responses = transform('staging.stg_typeform__survey_responses', {
  description: 'Scores and comments in forms.',
  grain: ['survey_response_key'],
  conformsTo: survey_response,
  columns: survey_response.columns,
  query: sql`
    with scores as (
      select
        *,
        row_number() over (partition by response_id order by position) as score_number
      from ${stg_typeform__answers}
      where question_type in ('nps', 'rating', 'opinion_scale') and answer_number is not null
    )
    select
      ops.key_of(
        'typeform',
        'response',
        r.response_id,
        coalesce(s.position, 0)::text
      ) as survey_response_key,
      r.record_key,
      'typeform' as source,
      r.response_id,
      r.form_id as survey_id,
      null::bigint as case_key,
      null::text as agent_id,
      case
        when s.position is null then 'feedback'
        when s.question_type = 'nps' then 'nps'
        when s.question ~* '\m(easy|difficult|effort)\M' then 'ces'
        else 'csat'
      end as survey_type,
      s.question,
      s.answer_number as score,
      s.scale_min,
      s.scale_max,
      case when coalesce(s.score_number, 1) = 1 then r.comment end as comment,
      coalesce(r.submitted_at, r.landed_at) as responded_at,
      null::timestamptz as updated_at
    from ${stg_typeform__responses} r
    left join scores s using (response_id)
    where s.position is not null or r.comment is not null`,
})
