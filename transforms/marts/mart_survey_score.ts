import { day, decimal, holds, integer, oneOf, returnsNone, sql, text, transform } from '#engine'
import { fct_survey_responses } from '../warehouse/fct_survey_responses.ts'
import { surveyScores } from './voice/survey-scores.ts'

/**
 * Scores of a few answers say little, so each has its interval. That of the net promoter score is the adjusted Wald interval
 * with three answers added (Rocks 2016, The American Statistician 70(4)); that of a share is Wilson's.
 */
export const mart_survey_score = transform('marts.mart_survey_score', {
  description:
    'What surveys say about the company: one row for each kind of survey, month and channel, and for all months and all channels, with sample size and 95 % interval.',
  grain: ['survey_type', 'period', 'channel'],
  columns: {
    survey_type: oneOf('Net promoter score, satisfaction, or effort', ['nps', 'csat', 'ces']),
    period: text('Month of the answers, such as 2026-10, or all'),
    channel: text(
      'Channel of the request for help that it is about, or else the source of the survey; or all. More than 200 characters are cut, and end with a hash of the whole',
    ),
    month_start_date: day('First day of the month; missing for all months').orNull(),
    response_count: integer('Answers with a score. Not additive over rows with all'),
    positive_count: integer(
      'Of these, promoters (9 and 10), or the upper quarter of the scale for satisfaction, the upper third for effort. Not additive over rows with all',
    ),
    negative_count: integer(
      'Of these, detractors (0 to 6), or the lower quarter, or third. Not additive over rows with all',
    ),
    positive_share: decimal('Share of positive answers. Not additive'),
    positive_share_lower: decimal('Lower end of its interval'),
    positive_share_upper: decimal('Upper end of that'),
    nps: decimal('Net promoter score, from -100 to 100; missing for other surveys. Not additive').orNull(),
    nps_lower: decimal('Lower end of its interval').orNull(),
    nps_upper: decimal('Upper end of that').orNull(),
    mean_score_share: decimal('Mean score as a share of the scale, 0 to 1. Not additive'),
  },
  tests: [
    holds('parts are within the whole', sql`positive_count + negative_count <= response_count`),
    holds(
      'a score is within its interval',
      sql`positive_share between positive_share_lower and positive_share_upper`,
    ),
    returnsNone(
      'every answer is counted once in each month and channel',
      (self) => sql`
        with totals as (
          select
            (select coalesce(sum(response_count), 0) from ${self} where period <> 'all' and channel <> 'all') as of_months,
            (select coalesce(sum(response_count), 0) from ${self} where period = 'all' and channel = 'all') as of_all,
            (
              select count(*)
              from ${fct_survey_responses}
              where survey_type in ('nps', 'csat', 'ces')
                and score_share is not null
            ) as of_answers
        )
        select *
        from totals
        where (of_months, of_all) is distinct from (of_answers, of_answers)`,
    ),
  ],
  query: surveyScores,
})
