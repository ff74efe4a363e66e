import { decimal, holds, key, oneOf, references, returnsNone, sql, text, transform } from '#engine'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { healthParts, parts } from './health/parts.ts'
import { mart_customer_ltv } from './mart_customer_ltv.ts'

/** Weights of parts that are not known for a customer are spread over the others, in proportion. */
export const mart_customer_health_part = transform('marts.mart_customer_health_part', {
  description:
    'What the health of each customer who has ordered consists of: one row for each part that something is known about.',
  grain: ['customer_key', 'part'],
  columns: {
    customer_key: key('The customer'),
    part: oneOf(
      'rhythm: orders when expected; value: sales against the year before; service: orders without trouble; voice: what they say; contact: how lately they came; subscription: goes on or not',
      parts.map(({ part }) => part),
    ),
    score: decimal('From 0 for the worst to 100. Not additive: average it'),
    weight_share: decimal(
      'Share of the part in the score of the customer, from 0 to 1. Additive for a customer',
    ),
    points: decimal('What the part adds to the score. Additive for a customer'),
    reason: text('What the score rests on, in words').notPersonal(
      'made of counts and days, no text of the customer',
    ),
  },
  tests: [
    references('customer_key', dim_customer),
    holds('scores are between 0 and 100', sql`score between 0 and 100`),
    returnsNone(
      'the weights of a customer add up to 1',
      (self) => sql`
        select customer_key
        from ${self}
        group by customer_key
        having abs(sum(weight_share) - 1) > 0.001`,
    ),
  ],
  query: sql`
    with part as (${healthParts}
    ),
    weighted as (
      select
        part.*,
        sum(weight) over (partition by customer_key) as weights
      from part
      join ${mart_customer_ltv} worth using (customer_key)
      where is_known and order_count > 0
    )
    select
      customer_key,
      part,
      score,
      round(weight / weights::numeric, 4) as weight_share,
      round(score * weight / weights, 2) as points,
      reason
    from weighted`,
})
