import type { Oracle } from './oracle.ts'
import { columns, customerMarket, traitsOf, wilson } from './traits.ts'

const traits = traitsOf('s')
const texts = (condition = 'true') =>
  `count(distinct s.statement_key) filter (where s.excluded_because is null and ${condition})`
const scored = texts('s.unscored_because is null')
const negative = texts(`s.sentiment = 'negative'`)

/** From the list of topics of each text, and not from the relation with a row for each. */
export const voiceTopics: Oracle = {
  from: `marts.mart_customer_statement s
    cross join lateral unnest(case when s.topics = '{}' then '{no topic}' else s.topics end) as about(topic)
    left join warehouse.dim_product p on p.product_key = s.product_key
    ${traits.joins}`,
  dimensions: {
    topic_key: `s.statement_key || ' ' || about.topic`,
    topic: 'about.topic',
    ...columns('s', [
      'statement_key',
      'customer_key',
      'statement_type',
      'channel',
      'source',
      'case_key',
      'excluded_because',
      'stated_at',
      'stated_date',
      'language',
      'sentiment',
    ]),
    ...columns('p', ['product_name', 'category_1', 'category_2', 'category_3']),
    ...traits.dimensions,
    market: customerMarket('s'),
  },
  measures: {
    count: 'count(*)',
    statement_count: texts(),
    customer_count:
      'count(distinct s.customer_key) filter (where s.excluded_because is null and s.customer_key <> -1)',
    case_count: 'count(distinct s.case_key) filter (where s.excluded_because is null)',
    scored_count: scored,
    unscored_count: texts('s.unscored_because is not null'),
    negative_count: negative,
    positive_count: texts(`s.sentiment = 'positive'`),
    negative_rate: `${negative}::numeric / nullif(${scored}, 0)`,
    negative_rate_lower: wilson(negative, scored).lower,
    negative_rate_upper: wilson(negative, scored).upper,
  },
}
