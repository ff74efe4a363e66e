import { day, holds, integer, key, money, oneOf, references, sql, text, transform, value } from '#engine'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { mart_customer_ltv } from './mart_customer_ltv.ts'

/** Best first. */
const segments = [
  'Champions',
  'Loyal',
  'Potential loyalists',
  'New',
  'Promising',
  'Needs attention',
  'About to sleep',
  'At risk',
  'Cannot lose',
  'Hibernating',
  'Lost',
] as const

/**
 * Recency, frequency and monetary value (Hughes 1994), each scored from 1 to 5 by the share of customers who are
 * strictly worse (frequency, value) or strictly better (recency), in fifths. So equal customers have equal scores, and
 * a score is missing if the values cannot support it: where nobody ordered twice, the only score for frequency is 1;
 * where all ordered on one day, the only score for recency is 5. The segment follows from recency and the mean of the
 * other two, as in the grid that retailers use.
 */
export const mart_rfm = transform('marts.mart_rfm', {
  description:
    'Customers who ordered, with their scores for recency, frequency and value, and the segment that follows.',
  grain: ['customer_key'],
  columns: {
    customer_key: key('The customer'),
    recency_days: integer('Days from the last sale to the as-of day'),
    frequency: integer('Sales with a value above zero'),
    monetary_amount: money('Lifetime value'),
    recency_score: integer('5 less the full fifths of customers who ordered more recently'),
    frequency_score: integer('1 and the full fifths of customers who ordered less often'),
    monetary_score: integer('1 and the full fifths of customers who are worth less'),
    rfm_code: text('The three scores, e.g. 545'),
    segment: oneOf('Segment', segments),
    segment_rank: integer('Position of the segment, from 1 for the best to 11 for the worst'),
    as_of_date: day('The day as of which this holds'),
  },
  indexes: [['segment']],
  tests: [
    references('customer_key', dim_customer),
    holds(
      'scores are between 1 and 5',
      sql`recency_score between 1 and 5 and frequency_score between 1 and 5 and monetary_score between 1 and 5`,
    ),
  ],
  query: sql`
    with ranked as (
      select
        customer_key,
        as_of_date - last_ordered_date as recency_days,
        order_count as frequency,
        lifetime_value_amount as monetary_amount,
        as_of_date,
        count(*) over () as customer_count,
        rank() over (order by last_ordered_date desc) - 1 as more_recent,
        rank() over (order by order_count) - 1 as less_frequent,
        rank() over (order by lifetime_value_amount) - 1 as worth_less
      from ${mart_customer_ltv}
      where is_known
        and order_count > 0
    ),
    scored as (
      select
        *,
        (5 - 5 * more_recent / customer_count)::integer as recency_score,
        (1 + 5 * less_frequent / customer_count)::integer as frequency_score,
        (1 + 5 * worth_less / customer_count)::integer as monetary_score
      from ranked
    ),
    graded as (
      select
        *,
        round((frequency_score + monetary_score) / 2.0)::integer as worth_score
      from scored
    ),
    segmented as (
      select
        *,
        case
          when recency_score = 5 and worth_score >= 4 then 'Champions'
          when recency_score >= 3 and worth_score >= 4 then 'Loyal'
          when recency_score >= 4 and worth_score in (2, 3) then 'Potential loyalists'
          when recency_score = 5 then 'New'
          when recency_score = 4 then 'Promising'
          when recency_score = 3 and worth_score = 3 then 'Needs attention'
          when recency_score = 3 then 'About to sleep'
          when worth_score = 5 then 'Cannot lose'
          when worth_score >= 3 then 'At risk'
          when recency_score = 2 or worth_score = 2 then 'Hibernating'
          else 'Lost'
        end as segment
      from graded
    )
    select
      customer_key,
      recency_days,
      frequency,
      monetary_amount,
      recency_score,
      frequency_score,
      monetary_score,
      concat(recency_score, frequency_score, monetary_score) as rfm_code,
      segment,
      array_position(${value(segments)}, segment) as segment_rank,
      as_of_date
    from segmented`,
})
