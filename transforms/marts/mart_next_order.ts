import {
  asOfDay,
  day,
  decimal,
  flag,
  holds,
  integer,
  key,
  oneOf,
  references,
  returnsNone,
  sql,
  transform,
} from '#engine'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { casesOn, today } from './churn/cases.ts'
import { rhythms } from './churn/rhythms.ts'

/**
 * The rhythm of all customers is taken from waits that ended, so new customers look a little later than they are. A
 * customer with a single order is given the rhythm of the others, and the columns say so.
 */
export const mart_next_order = transform('marts.mart_next_order', {
  description:
    'When each customer who has ordered is expected to order again, by their own rhythm as far as it is known, and who is late ' +
    'by it; one row for each customer.',
  grain: ['customer_key'],
  columns: {
    customer_key: key('The customer'),
    order_day_count: integer('Days on which they ordered. Additive'),
    wait_count: integer('Waits between two such days, from which their rhythm is known. Additive'),
    last_ordered_date: day('Day of the last order'),
    days_since_last_order: integer('Days from then to the as-of day. Not additive: average it'),
    median_wait_days: integer('The middle one of their own waits; missing after a single order').orNull(),
    rhythm_share: decimal(
      'How much of the typical wait is their own and not that of all customers, from 0 to 1. Not additive',
    ),
    rhythm_evidence: oneOf('In words: whose rhythm it is', ['own', 'partly own', 'that of other customers']),
    typical_wait_days: integer(
      'The wait after which half of such customers have ordered again, their own drawn towards that of all. Not additive',
    ).orNull(),
    latest_usual_wait_days: integer('The wait after which nine in ten have. Not additive').orNull(),
    expected_next_order_date: day('The last order and the typical wait; it may have passed').orNull(),
    next_order_if_active_date: day(
      'Half of those who have waited this long and are still customers order by then; at most ten years away',
    ).orNull(),
    days_late: integer('Days since the expected next order; 0 before it. Not additive: average it').orNull(),
    ended_waits_share: decimal(
      'Share of such waits that end sooner than this one has lasted. Not additive',
    ).orNull(),
    is_late: flag('Whether nine in ten such waits would have ended by now').orNull(),
    as_of_date: day('The day as of which this holds'),
  },
  tests: [
    references('customer_key', dim_customer),
    holds(
      'shares are between 0 and 1',
      sql`rhythm_share between 0 and 1 and ended_waits_share between 0 and 1`,
    ),
    holds('nobody is late before the expected day', sql`not is_late or days_late > 0`),
    returnsNone(
      'every customer who has ordered has a row',
      (self) => sql`
        select customer_key
        from (${casesOn(today)}) cases
        except
        select customer_key
        from ${self}`,
    ),
  ],
  query: sql`
    with waiting as (
      select
        *,
        ${asOfDay} - last_ordered_date as days_since,
        1 / (1 + exp(-(ln(greatest(${asOfDay} - last_ordered_date, 1)) - typical_log_wait) / spread)) as ended_share
      from (${rhythms(casesOn(today))}) rhythm
    ),
    -- ten years stand for never, because dates end
    timed as (
      select
        *,
        least(exp(least(typical_log_wait, 9)), 3650)::integer as typical_days,
        least(exp(least(typical_log_wait + spread * ln(9), 9)), 3650)::integer as latest_days,
        least(
          exp(least(typical_log_wait + spread * ln((1 + ended_share) / greatest(1 - ended_share, 1e-6)), 9)),
          3650
        )::integer as conditional_days
      from waiting
    )
    select
      customer_key,
      order_day_count,
      wait_count,
      last_ordered_date,
      days_since as days_since_last_order,
      median_wait_days,
      own_share as rhythm_share,
      case
        when own_share >= 0.6 then 'own'
        when own_share > 0 then 'partly own'
        else 'that of other customers'
      end as rhythm_evidence,
      typical_days as typical_wait_days,
      latest_days as latest_usual_wait_days,
      last_ordered_date + typical_days as expected_next_order_date,
      greatest(last_ordered_date + conditional_days, ${asOfDay} + 1) as next_order_if_active_date,
      greatest(days_since - typical_days, 0) as days_late,
      round(ended_share::numeric, 4) as ended_waits_share,
      days_since > latest_days as is_late,
      ${asOfDay} as as_of_date
    from timed`,
})
