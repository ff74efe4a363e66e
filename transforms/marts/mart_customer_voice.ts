import {
  day,
  decimal,
  holds,
  integer,
  key,
  list,
  notNegative,
  oneOf,
  references,
  returnsNone,
  sql,
  transform,
} from '#engine'
import { sentiments } from '../../analytics/text/reading.ts'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { fct_survey_responses } from '../warehouse/fct_survey_responses.ts'
import { mart_customer_statement } from './mart_customer_statement.ts'
import { customerVoices } from './voice/customer-voices.ts'

/** Customers who never wrote, answered or asked have no row. What is in requests for help that do not count is left out. */
export const mart_customer_voice = transform('marts.mart_customer_voice', {
  description:
    'What each customer said, one row for each who wrote, answered a survey or asked for help: how they felt last and on average, about what, and how they rated the company.',
  grain: ['customer_key'],
  columns: {
    customer_key: key('The customer'),
    statement_count: integer('Texts that they wrote. Additive'),
    scored_count: integer('Of these, texts with a sentiment. Additive'),
    positive_count: integer('Of these, positive ones. Additive'),
    negative_count: integer('Of these, negative ones. Additive'),
    mean_sentiment_score: decimal(
      'Mean of their sentiment, from -1 to 1, four digits. Not additive',
    ).orNull(),
    last_sentiment: oneOf('Sentiment of the last text that has one', sentiments).orNull(),
    last_sentiment_score: decimal('Score of that, from -1 to 1. Not additive').orNull(),
    last_stated_date: day('The day of the last text').orNull(),
    main_topics: list('Up to three topics, the one of most texts first; the newest first among equals'),
    last_nps_score: decimal(
      'The last answer to how likely they are to recommend the company, 0 to 10. Not additive',
    ).orNull(),
    last_nps_group: fct_survey_responses.columns.nps_group,
    last_nps_date: day('The day of that answer').orNull(),
    last_satisfaction_share: decimal(
      'The last rating of satisfaction as a share of its scale, 0 for the lowest and 1 for the highest. Not additive',
    ).orNull(),
    last_satisfaction_date: day('The day of that rating').orNull(),
    last_effort_share: decimal(
      'The last rating of effort as a share of its scale, as the survey asks it. Not additive',
    ).orNull(),
    case_count: integer('Requests for help. Additive'),
    open_case_count: integer('Of these, requests that somebody still has to solve. Additive'),
    last_case_date: day('The day of the last request for help').orNull(),
  },
  tests: [
    references('customer_key', dim_customer),
    notNegative('open_case_count'),
    holds(
      'parts are within the whole',
      sql`positive_count + negative_count <= scored_count and scored_count <= statement_count`,
    ),
    returnsNone(
      'every counted text of a known customer is counted once',
      (self) => sql`
        with totals as (
          select
            (select coalesce(sum(statement_count), 0) from ${self}) as of_customers,
            (
              select count(*)
              from ${mart_customer_statement}
              join ${dim_customer} using (customer_key)
              where is_known
                and excluded_because is null
            ) as of_texts
        )
        select *
        from totals
        where of_customers <> of_texts`,
    ),
  ],
  query: customerVoices,
})
