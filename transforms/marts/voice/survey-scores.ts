import { sql } from '#engine'
import { fct_support_cases } from '../../warehouse/fct_support_cases.ts'
import { fct_survey_responses } from '../../warehouse/fct_survey_responses.ts'
import { listedName } from '../listed-name.ts'
import { wilsonLower, wilsonUpper } from '../wilson-interval.ts'

const positives = sql`positive_count`
const answers = sql`response_count`

/** Counts of answers by month and channel, with totals, and the scores that follow. */
export const surveyScores = sql`
  with answers as (
    select
      answer.survey_type,
      date_trunc('month', answer.responded_date)::date as month_start_date,
      ${listedName(sql`coalesce(help.channel, answer.source)`)} as channel,
      answer.score_share,
      case
        when answer.survey_type = 'nps' then answer.nps_group = 'promoter'
        when answer.survey_type = 'csat' then answer.score_share >= 0.75
        else answer.score_share >= 0.6667
      end as is_positive,
      case
        when answer.survey_type = 'nps' then answer.nps_group = 'detractor'
        when answer.survey_type = 'csat' then answer.score_share <= 0.25
        else answer.score_share <= 0.3333
      end as is_negative
    from ${fct_survey_responses} answer
    left join ${fct_support_cases} help on help.case_key = answer.case_key
    where answer.survey_type in ('nps', 'csat', 'ces')
      and answer.score_share is not null
  ),
  counted as (
    select
      survey_type,
      month_start_date,
      channel,
      grouping(month_start_date) = 1 as is_all_months,
      grouping(channel) = 1 as is_all_channels,
      count(*)::integer as response_count,
      (count(*) filter (where is_positive))::integer as positive_count,
      (count(*) filter (where is_negative))::integer as negative_count,
      round(avg(score_share), 4) as mean_score_share
    from answers
    group by survey_type, cube (month_start_date, channel)
  ),
  scored as (
    select
      *,
      (positive_count + 0.75) / (response_count + 3) as promoters,
      (negative_count + 0.75) / (response_count + 3) as detractors
    from counted
  ),
  bounded as (
    select
      *,
      promoters - detractors as middle,
      1.96 * sqrt((promoters + detractors - (promoters - detractors) ^ 2) / (response_count + 3)) as margin
    from scored
  )
  select
    survey_type,
    case when is_all_months then 'all' else to_char(month_start_date, 'YYYY-MM') end as period,
    case when is_all_channels then 'all' else channel end as channel,
    month_start_date,
    response_count,
    positive_count,
    negative_count,
    round(positive_count::numeric / response_count, 4) as positive_share,
    round(${wilsonLower(positives, answers)}, 4) as positive_share_lower,
    round(${wilsonUpper(positives, answers)}, 4) as positive_share_upper,
    case
      when survey_type = 'nps' then round(100.0 * (positive_count - negative_count) / response_count, 2)
    end as nps,
    case when survey_type = 'nps' then round(100 * greatest(middle - margin, -1), 2) end as nps_lower,
    case when survey_type = 'nps' then round(100 * least(middle + margin, 1), 2) end as nps_upper,
    mean_score_share
  from bounded`
