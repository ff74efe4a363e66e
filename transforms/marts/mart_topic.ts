import { day, decimal, holds, integer, key, references, returnsNone, sql, text, transform } from '#engine'
import { dim_product } from '../warehouse/dim_product.ts'
import { mart_customer_statement } from './mart_customer_statement.ts'
import { mart_rfm } from './mart_rfm.ts'

/** A text with several topics is in a row of each, so numbers add up within a topic and not over topics. */
export const mart_topic = transform('marts.mart_topic', {
  description:
    'What customers write about, and how they feel about it: one row for each topic, month, segment of customers and product that is named.',
  grain: ['topic', 'month_start_date', 'segment', 'product_key'],
  columns: {
    topic: text('The topic; no topic for texts in which no declared word occurs'),
    month_start_date: day('First day of the month'),
    segment: text(
      'Segment of the customer by recency, frequency and value; no purchase yet, or unknown customer',
    ),
    product_key: key('Product that the texts name; -2 for texts that name none'),
    statement_count: integer('Texts. Additive within a topic'),
    positive_count: integer('Of these, positive ones. Additive within a topic'),
    neutral_count: integer('Neutral ones. Additive within a topic'),
    negative_count: integer('Negative ones. Additive within a topic'),
    unscored_count: integer('Texts without a sentiment. Additive within a topic'),
    sentiment_score_sum: decimal(
      'Sum of their scores: divide it by the scored texts. Additive within a topic',
    ),
  },
  tests: [
    references('product_key', dim_product),
    holds(
      'each text has one sentiment or none',
      sql`positive_count + neutral_count + negative_count + unscored_count = statement_count`,
    ),
    returnsNone(
      'every text that counts is under each of its topics',
      (self) => sql`
        with totals as (
          select
            (select coalesce(sum(statement_count), 0) from ${self}) as of_topics,
            (
              select coalesce(sum(greatest(cardinality(topics), 1)), 0)
              from ${mart_customer_statement}
              where excluded_because is null
            ) as of_texts
        )
        select *
        from totals
        where of_topics <> of_texts`,
    ),
  ],
  query: sql`
    select
      coalesce(topic.name, 'no topic') as topic,
      date_trunc('month', said.stated_date)::date as month_start_date,
      case
        when said.customer_key < 0 then 'Unknown customer'
        else coalesce(rfm.segment, 'No purchase yet')
      end as segment,
      said.product_key,
      count(*)::integer as statement_count,
      (count(*) filter (where said.sentiment = 'positive'))::integer as positive_count,
      (count(*) filter (where said.sentiment = 'neutral'))::integer as neutral_count,
      (count(*) filter (where said.sentiment = 'negative'))::integer as negative_count,
      (count(*) filter (where said.sentiment is null))::integer as unscored_count,
      coalesce(sum(said.sentiment_score), 0) as sentiment_score_sum
    from ${mart_customer_statement} said
    left join ${mart_rfm} rfm using (customer_key)
    left join lateral unnest(said.topics) as topic(name) on true
    where said.excluded_because is null
    group by 1, 2, 3, 4`,
})
