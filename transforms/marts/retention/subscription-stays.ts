import { asOfDay, type Sql, sql } from '#engine'
import { dim_plan } from '../../warehouse/dim_plan.ts'
import { fct_subscriptions } from '../../warehouse/fct_subscriptions.ts'

/** The last month boundary up to the as-of day: models are fitted to what happened before it. */
export const lastBoundary = sql`date_trunc('month', ${asOfDay})::date`

/** The day after the as-of day: everything that has happened so far is before it. */
export const tomorrow = sql`(${asOfDay} + 1)`

/**
 * Subscriptions that were ever paid for, with how many renewals each one agreed to before a day, and whether it ended
 * then. Time is counted in intervals of the plan; if nobody says how long they are, in months. A subscription ends with
 * the renewal that is nearest to the day on which paying stopped. A renewal counts only if its day has come, for those
 * who left as for those who stayed: otherwise people who leave within an interval would be counted sooner than people
 * who stay.
 */
export function subscriptionStays(until: Sql): Sql {
  return sql`
      with billed as (
        select
          subscription.*,
          case coalesce(interval_unit, 'month')
            when 'day' then 12 / 365.25
            when 'week' then 84 / 365.25
            when 'month' then 1
            when 'year' then 12
          end * coalesce(interval_count, 1) as interval_months
        from ${fct_subscriptions} subscription
        left join ${dim_plan} using (plan_key)
        where excluded_because is null
          and paid_from_date < ${until}
      ),
      timed as (
        select
          *,
          floor((${until} - paid_from_date) / (interval_months * 365.25 / 12))::integer as renewals_due,
          case
            when paid_until_date <= ${until}
              then greatest(round((paid_until_date - paid_from_date) / (interval_months * 365.25 / 12)), 1)::integer
          end as ended_at_renewal
        from billed
      )
      select
        subscription_key,
        customer_key,
        plan_key,
        round(interval_months, 6) as interval_months,
        date_trunc('month', paid_from_date)::date as cohort_month_date,
        is_paying,
        is_paying and cancelled_at is not null as is_leaving,
        monthly_price_amount,
        renewals_due,
        coalesce(ended_at_renewal <= renewals_due, false) as has_left,
        least(renewals_due, ended_at_renewal) as renewal_count
      from timed`
}
