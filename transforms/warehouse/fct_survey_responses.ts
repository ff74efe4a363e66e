import {
  day,
  decimal,
  every,
  flag,
  id,
  instant,
  integer,
  key,
  notApplicableKey,
  oneOf,
  references,
  sql,
  transform,
  unknownKey,
} from '#engine'
import { survey_response } from '../canonical/survey_response.ts'
import { dayOf } from './calendar/times.ts'
import { conserves } from './conserves.ts'
import { customerOfRecord } from './customers/customer-of-record.ts'
import { dim_agent } from './dim_agent.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'

/**
 * An answer that the person changes later replaces the earlier one, on the day of the first. Surveys without a known
 * scale have a score and no share of the scale. The comment is left out: it is the person's own words.
 */
export const fct_survey_responses = transform('warehouse.fct_survey_responses', {
  description:
    'Answers to surveys, one row for each score; a response with several questions has several rows, and a comment ' +
    'without a score has one.',
  grain: ['survey_response_key'],
  columns: {
    survey_response_key: key('Surrogate key of the answer'),
    customer_key: key('The customer who answered; -1 while unknown'),
    record_key: key('Profile record of the person').orNull(),
    agent_key: key('Agent whose help it is about; -2 if it is not about one'),
    case_key: key('Request for help that it is about; missing if it is about none').orNull(),
    source: id('Source system'),
    response_id: id('Identifier of the response in its source; answers to several questions share it'),
    survey_id: id('Survey or form').orNull(),
    survey_type: oneOf(
      'What is asked for: recommendation, satisfaction, effort, something else, or only a comment',
      ['nps', 'csat', 'ces', 'other', 'feedback'],
    ),
    question: survey_response.columns.question,
    nps_group: oneOf('Group of the net promoter score: 9 and 10, 7 and 8, or less', [
      'promoter',
      'passive',
      'detractor',
    ]).orNull(),
    has_comment: flag('Whether the person also wrote something'),
    responded_at: instant('When the person answered'),
    responded_date: day('The day of that, in the time zone of the company'),
    score: decimal('Score that the person gave. Not additive: average it within a type of survey').orNull(),
    scale_min: integer('Lowest possible score. Not additive').orNull(),
    scale_max: integer('Highest possible score. Not additive').orNull(),
    score_share: decimal(
      'Score as a share of its scale, 0 for the lowest and 1 for the highest. Not additive: average it',
    ).orNull(),
    nps_points: integer(
      '100 for promoters, 0 for passives, -100 for detractors. Not additive: the average is the net promoter score',
    ).orNull(),
  },
  indexes: [['customer_key'], ['responded_date']],
  tests: [
    references('customer_key', dim_customer),
    references('agent_key', dim_agent),
    references('responded_date', dim_date, 'date_day'),
    conserves(survey_response, sql`count(*) as row_count, sum(score) as score`),
  ],
  query: sql`
    with grouped as (
      select
        *,
        case
          when survey_type <> 'nps' then null
          when score >= 9 then 'promoter'
          when score >= 7 then 'passive'
          when score >= 0 then 'detractor'
        end as nps_group
      from ${every(survey_response)} answer
    )
    select
      grouped.survey_response_key,
      coalesce(i.customer_key, ${unknownKey}) as customer_key,
      grouped.record_key,
      coalesce(agent.agent_key, ${notApplicableKey}) as agent_key,
      grouped.case_key,
      grouped.source,
      grouped.response_id,
      grouped.survey_id,
      grouped.survey_type,
      grouped.question,
      grouped.nps_group,
      grouped.comment is not null as has_comment,
      grouped.responded_at,
      ${dayOf(sql`grouped.responded_at`)} as responded_date,
      grouped.score,
      grouped.scale_min,
      grouped.scale_max,
      round((grouped.score - grouped.scale_min) / nullif(grouped.scale_max - grouped.scale_min, 0), 4) as score_share,
      case grouped.nps_group when 'promoter' then 100 when 'passive' then 0 when 'detractor' then -100 end as nps_points
    from grouped
    left join (${customerOfRecord}) i using (record_key)
    left join ${dim_agent} agent on agent.source = grouped.source and agent.agent_id = grouped.agent_id`,
})
