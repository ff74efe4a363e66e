import {
  asOfDay,
  day,
  decimal,
  holds,
  integer,
  key,
  oneOf,
  references,
  returnsNone,
  sql,
  text,
  transform,
} from '#engine'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { mart_customer_health_part } from './mart_customer_health_part.ts'
import { mart_customer_ltv } from './mart_customer_ltv.ts'

/** The parts are in mart_customer_health_part. The fewer are known, the less the score says, so their number is here. */
export const mart_customer_health = transform('marts.mart_customer_health', {
  description:
    'How well the relation with each customer who has ordered goes: one score, with its parts in words; one row for each.',
  grain: ['customer_key'],
  columns: {
    customer_key: key('The customer'),
    health_score: decimal(
      'From 0 for the worst to 100: the weighted mean of the parts. Not additive: average it',
    ),
    health_band: oneOf('good: 70 and more; fair: 40 and more; poor: less', ['good', 'fair', 'poor']),
    part_count: integer('Parts that something is known about, of 6. Not additive'),
    weakest_part: mart_customer_health_part.columns.part,
    explanation: text('The parts in words, with what each adds, the weakest first').notPersonal(
      'made of counts and days, no text of the customer',
    ),
    as_of_date: day('The day as of which this holds'),
  },
  indexes: [['health_score']],
  tests: [
    references('customer_key', dim_customer),
    holds('the score is between 0 and 100', sql`health_score between 0 and 100`),
    returnsNone(
      'every customer who has ordered has a score',
      (self) => sql`
        select customer_key
        from ${mart_customer_ltv}
        where is_known and order_count > 0
        except
        select customer_key
        from ${self}`,
    ),
  ],
  query: sql`
    with summed as (
      select
        customer_key,
        least(round(sum(points), 1), 100) as health_score,
        count(*)::integer as part_count,
        (array_agg(part order by score, weight_share desc, part))[1] as weakest_part,
        string_agg(
          format('%s %s of %s (%s)', part, round(points, 1), round(100 * weight_share, 1), reason),
          '; '
          order by score, weight_share desc, part
        ) as explanation
      from ${mart_customer_health_part}
      group by customer_key
    )
    select
      customer_key,
      health_score,
      case
        when health_score >= 70 then 'good'
        when health_score >= 40 then 'fair'
        else 'poor'
      end as health_band,
      part_count,
      weakest_part,
      explanation,
      ${asOfDay} as as_of_date
    from summed`,
})
