import { sql } from '#engine'
import { dim_customer } from '../../warehouse/dim_customer.ts'
import { fct_support_cases } from '../../warehouse/fct_support_cases.ts'
import { fct_survey_responses } from '../../warehouse/fct_survey_responses.ts'
import { mart_customer_statement } from '../mart_customer_statement.ts'

/** Customers with their texts, last answers to surveys and requests for help; of those that count. */
export const customerVoices = sql`
  with counted_texts as (
    select *
    from ${mart_customer_statement}
    where excluded_because is null
  ),
  texts as (
    select
      customer_key,
      count(*)::integer as statement_count,
      count(sentiment)::integer as scored_count,
      (count(*) filter (where sentiment = 'positive'))::integer as positive_count,
      (count(*) filter (where sentiment = 'negative'))::integer as negative_count,
      round(avg(sentiment_score), 4) as mean_sentiment_score,
      max(stated_date) as last_stated_date
    from counted_texts
    group by customer_key
  ),
  last_texts as (
    select distinct on (customer_key)
      customer_key,
      sentiment as last_sentiment,
      sentiment_score as last_sentiment_score
    from counted_texts
    where sentiment is not null
    order by customer_key, stated_at desc, statement_key
  ),
  ranked_topics as (
    select
      customer_key,
      topic,
      row_number() over (
        partition by customer_key
        order by
          count(*) desc,
          max(stated_at) desc,
          topic
      ) as place
    from counted_texts
    cross join lateral unnest(topics) topic
    group by customer_key, topic
  ),
  main_topics as (
    select
      customer_key,
      array_agg(topic order by place) as main_topics
    from ranked_topics
    where place <= 3
    group by customer_key
  ),
  last_answers as (
    select distinct on (customer_key, survey_type)
      customer_key,
      survey_type,
      score,
      score_share,
      nps_group,
      responded_date
    from ${fct_survey_responses}
    where survey_type in ('nps', 'csat', 'ces')
      and score is not null
    order by customer_key, survey_type, responded_at desc, survey_response_key
  ),
  answers as (
    select
      customer_key,
      max(score) filter (where survey_type = 'nps') as last_nps_score,
      max(nps_group) filter (where survey_type = 'nps') as last_nps_group,
      max(responded_date) filter (where survey_type = 'nps') as last_nps_date,
      max(score_share) filter (where survey_type = 'csat') as last_satisfaction_share,
      max(responded_date) filter (where survey_type = 'csat') as last_satisfaction_date,
      max(score_share) filter (where survey_type = 'ces') as last_effort_share
    from last_answers
    group by customer_key
  ),
  cases as (
    select
      customer_key,
      count(*)::integer as case_count,
      (count(*) filter (where is_open))::integer as open_case_count,
      max(opened_date) as last_case_date
    from ${fct_support_cases}
    where excluded_because is null
    group by customer_key
  ),
  voices as (
    select *
    from texts
    full join answers using (customer_key)
    full join cases using (customer_key)
  )
  select
    voices.customer_key,
    coalesce(statement_count, 0) as statement_count,
    coalesce(scored_count, 0) as scored_count,
    coalesce(positive_count, 0) as positive_count,
    coalesce(negative_count, 0) as negative_count,
    mean_sentiment_score,
    last_sentiment,
    last_sentiment_score,
    last_stated_date,
    coalesce(main_topics, '{}') as main_topics,
    last_nps_score,
    last_nps_group,
    last_nps_date,
    last_satisfaction_share,
    last_satisfaction_date,
    last_effort_share,
    coalesce(case_count, 0) as case_count,
    coalesce(open_case_count, 0) as open_case_count,
    last_case_date
  from voices
  join ${dim_customer} customer using (customer_key)
  left join last_texts using (customer_key)
  left join main_topics using (customer_key)
  where customer.is_known`
