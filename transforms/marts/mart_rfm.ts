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
 * Recency, frequency and monetary value (Hughes 1994): customers are ranked by each and divided into fifths, 5 being
 * the best. The segment follows from recency and the mean of the other two, as in the grid that retailers use.
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
    recency_score: integer('Fifth by recency, 5 the most recent'),
    frequency_score: integer('Fifth by frequency, 5 the most frequent'),
    monetary_score: integer('Fifth by value, 5 the highest'),
    rfm_code: text('The three scores, e.g. 545'),
    segment: oneOf('Segment', segments),
    segment_rank: integer('Position of the segment, from 1 for the best to 11 for the worst'),
    as_of_date: day('The last day on which anybody ordered'),
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
    with scored as (
      select
        customer_key,
        as_of_date - last_ordered_date as recency_days,
        order_count as frequency,
        lifetime_value_amount as monetary_amount,
        as_of_date,
        ntile(5) over (order by last_ordered_date, customer_key)::integer as recency_score,
        ntile(5) over (order by order_count, customer_key)::integer as frequency_score,
        ntile(5) over (order by lifetime_value_amount, customer_key)::integer as monetary_score
      from ${mart_customer_ltv}
      where is_known
        and order_count > 0
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
