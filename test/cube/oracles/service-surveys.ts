import type { Oracle } from './oracle.ts'
import { columns, customerMarket, traitsOf, wilson } from './traits.ts'

const traits = traitsOf('s')
const answers = (condition: string) => `count(*) filter (where ${condition})`
const points = (group: string) => answers(`s.survey_type = 'nps' and s.nps_group = '${group}'`)
const sample = answers("s.survey_type = 'nps' and s.nps_group is not null")

/** Agresti & Caffo's interval of the difference of two shares of one sample: three quarters of an answer are added to each. */
const promoters = `((${points('promoter')} + 0.75) / (${sample} + 3))`
const detractors = `((${points('detractor')} + 0.75) / (${sample} + 3))`
const difference = `(${promoters} - ${detractors})`
const margin = `1.96 * sqrt((${promoters} + ${detractors} - ${difference} ^ 2) / (${sample} + 3))`

const scored = (type: string) =>
  answers(`s.survey_type = '${type}' and s.score is not null and s.score_share >= 0`)
const high = (type: string, from: number) => answers(`s.survey_type = '${type}' and s.score_share >= ${from}`)
const share = (type: string, from: number) => `${high(type, from)}::numeric / nullif(${scored(type)}, 0)`
const csat = wilson(high('csat', 0.75), scored('csat'))
const effort = wilson(high('ces', 0.6667), scored('ces'))

export const serviceSurveys: Oracle = {
  from: `warehouse.fct_survey_responses s
    left join warehouse.fct_support_cases c on c.case_key = s.case_key
    left join pii.dim_agent a on a.agent_key = s.agent_key
    ${traits.joins}`,
  dimensions: {
    ...columns('s', [
      'survey_response_key',
      'customer_key',
      'agent_key',
      'case_key',
      'source',
      'response_id',
      'survey_id',
      'survey_type',
      'question',
      'nps_group',
      'has_comment',
      'responded_at',
      'responded_date',
      'scale_min',
      'scale_max',
    ]),
    channel: 'case when c.case_key is null then s.source else c.channel end',
    case_type: 'c.case_type',
    priority: 'c.priority',
    ...columns('a', ['agent_id', 'agent_name']),
    ...traits.dimensions,
    market: customerMarket('s'),
  },
  measures: {
    count: 'count(*)',
    answer_count: 'count(s.score_share)',
    response_count: 'count(distinct (s.source, s.response_id))',
    customer_count: 'count(distinct nullif(s.customer_key, -1))',
    comment_count: answers('s.has_comment'),
    nps_answer_count: sample,
    promoter_count: points('promoter'),
    passive_count: points('passive'),
    detractor_count: points('detractor'),
    nps: `avg(s.nps_points) filter (where s.survey_type = 'nps')`,
    nps_lower: `case when ${sample} > 0 then 100 * greatest(${difference} - ${margin}, -1) end`,
    nps_upper: `case when ${sample} > 0 then 100 * least(${difference} + ${margin}, 1) end`,
    csat_answer_count: scored('csat'),
    satisfied_count: high('csat', 0.75),
    csat: share('csat', 0.75),
    csat_lower: csat.lower,
    csat_upper: csat.upper,
    ces_answer_count: scored('ces'),
    easy_count: high('ces', 0.6667),
    effort: share('ces', 0.6667),
    effort_lower: effort.lower,
    effort_upper: effort.upper,
  },
}
