import { sql } from '#engine'
import { fct_survey_responses } from '../fct_survey_responses.ts'
import { noAmount } from './no-amount.ts'

/** A response with several scores is one contact. What the person wrote is not shown, only that there is a comment. */
export const surveysTouchpoints = sql`
  select
    customer_key,
    min(responded_at) as occurred_at,
    'survey answered' as touchpoint_type,
    null::text as channel,
    'inbound' as direction,
    concat(
      'Answered a survey',
      ': ' || string_agg(
        case survey_type
          when 'nps' then 'would recommend the company '
          when 'csat' then 'satisfaction '
          when 'ces' then 'ease '
          else 'score '
        end || case
          when (scale_min, scale_max) = (0, 1) then case when score > 0 then 'good' else 'bad' end
          else concat(trim_scale(score), ' of ' || scale_max)
        end,
        ', '
        order by survey_response_key
      ) filter (where score is not null),
      case when bool_or(has_comment) then ', with a comment' end
    ) as sentence,
    ${noAmount},
    'fct_survey_responses' as fact,
    min(survey_response_key) as fact_key
  from ${fct_survey_responses}
  where customer_key > 0
  group by
    customer_key,
    source,
    response_id`
