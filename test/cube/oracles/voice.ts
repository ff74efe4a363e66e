import type { Oracle } from './oracle.ts'
import { calendar, columns, customerMarket, traitsOf, wilson } from './traits.ts'

const traits = traitsOf('s')
const texts = (condition = 'true') => `count(*) filter (where s.excluded_because is null and ${condition})`
const felt = (sentiment: string) => texts(`s.sentiment_score ${sentiment}`)
const scored = texts('s.sentiment_score is not null')
const feeling = (sentiment: string) => texts(`s.sentiment = '${sentiment}'`)
const negative = wilson(feeling('negative'), scored)

export const voice: Oracle = {
  from: `marts.mart_customer_statement s
    left join warehouse.dim_product p on p.product_key = s.product_key
    left join warehouse.dim_date calendar on calendar.date_day = s.stated_date
    ${traits.joins}`,
  dimensions: {
    ...columns('s', [
      'statement_key',
      'customer_key',
      'product_key',
      'statement_type',
      'channel',
      'source',
      'case_key',
      'excluded_because',
      'stated_at',
      'stated_date',
      'language',
      'word_count',
      'sentiment',
      'evidence_count',
      'unscored_because',
    ]),
    topics: `array_to_string(s.topics, ', ')`,
    ...columns('p', ['product_name', 'category_1', 'category_2', 'category_3']),
    ...calendar,
    ...traits.dimensions,
    market: customerMarket('s'),
  },
  measures: {
    count: 'count(*)',
    statement_count: texts(),
    excluded_count: 'count(s.excluded_because)',
    customer_count: 'count(distinct nullif(s.customer_key, -1)) filter (where s.excluded_because is null)',
    scored_count: scored,
    unscored_count: texts('s.unscored_because is not null'),
    unscored_rate: `1 - ${scored}::numeric / nullif(${texts()}, 0)`,
    negative_count: feeling('negative'),
    neutral_count: feeling('neutral'),
    positive_count: feeling('positive'),
    negative_rate: `avg((s.sentiment = 'negative')::integer) filter (where s.excluded_because is null)`,
    negative_rate_lower: negative.lower,
    negative_rate_upper: negative.upper,
    positive_rate: `avg((s.sentiment = 'positive')::integer) filter (where s.excluded_because is null)`,
    average_sentiment: `sum(s.sentiment_score) filter (where s.excluded_because is null) / nullif(${felt('is not null')}, 0)`,
    no_topic_count: texts(`s.topics = '{}'`),
    no_topic_rate: `avg((s.topics = '{}')::integer) filter (where s.excluded_because is null)`,
  },
}
