import { asOfDay, day, decimal, holds, integer, key, references, returnsNone, sql, transform } from '#engine'
import { dim_date } from '../warehouse/dim_date.ts'
import { dim_plan } from '../warehouse/dim_plan.ts'
import { fct_subscriptions } from '../warehouse/fct_subscriptions.ts'
import { subscriptionStays, tomorrow } from './retention/subscription-stays.ts'

/** Counted, not estimated: a renewal has a row once its day has come for somebody of the cohort. */
export const mart_subscription_cohort = transform('marts.mart_subscription_cohort', {
  description:
    'How many of those who subscribed to a plan in a month are still there after so many renewals, one row for each plan, ' +
    'month and number of renewals.',
  grain: ['plan_key', 'cohort_month_date', 'renewal_number'],
  columns: {
    plan_key: key('The plan; -1 if it is not known'),
    cohort_month_date: day('First day of the month in which they began to pay'),
    renewal_number: integer('Renewals; 0 is the start'),
    subscription_count: integer(
      'Subscriptions of that month whose renewal of this number was due by now. Additive over plans and months',
    ),
    stayed_count: integer('Of these, still paid for after it. Additive over plans and months'),
    stayed_share: decimal('The second as a share of the first. Not additive: divide the sums'),
    as_of_date: day('The day as of which this holds'),
  },
  tests: [
    references('plan_key', dim_plan),
    references('cohort_month_date', dim_date, 'date_day'),
    holds('nobody stays who was not there', sql`stayed_count between 0 and subscription_count`),
    returnsNone(
      'every subscription that was paid for is in a cohort',
      (self) => sql`
        select count(*)
        from ${fct_subscriptions}
        where excluded_because is null and paid_from_date <= ${asOfDay}
        except
        select coalesce(sum(subscription_count), 0)
        from ${self}
        where renewal_number = 0`,
    ),
  ],
  query: sql`
    select
      plan_key,
      cohort_month_date,
      renewal_number,
      count(*)::integer as subscription_count,
      count(*) filter (where stays)::integer as stayed_count,
      round(count(*) filter (where stays)::numeric / count(*), 6) as stayed_share,
      ${asOfDay} as as_of_date
    from (${subscriptionStays(tomorrow)}) stays
    cross join lateral generate_series(0, renewals_due) as renewal_number
    cross join lateral (select renewal_count > renewal_number or (renewal_count = renewal_number and not has_left)) as seen(stays)
    group by plan_key, cohort_month_date, renewal_number`,
})
