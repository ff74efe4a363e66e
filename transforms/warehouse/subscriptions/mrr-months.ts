import { asOfDay, sql } from '#engine'
import { fct_subscriptions } from '../fct_subscriptions.ts'

/**
 * Each month of each subscription from the first day that is paid for to the first that is not, and what happened in it.
 * One that began and ended within a month is in none: on no last day of a month was it recurring revenue. A subscriber who is
 * not known is taken for somebody else than all others.
 */
export const mrrMonths = sql`
      with paid as (
        select
          subscription_key,
          customer_key,
          case when customer_key > 0 then customer_key else subscription_key end as subscriber,
          plan_key,
          source,
          currency,
          paid_from_date,
          paid_until_date,
          original_monthly_price,
          monthly_price_amount
        from ${fct_subscriptions}
        where excluded_because is null
          and original_monthly_price is not null
          and paid_from_date <= ${asOfDay}
      ),
      months as (
        select
          paid.*,
          month::date as month_start_date,
          least((month + interval '1 month - 1 day')::date, ${asOfDay}) as snapshot_date,
          min(paid_from_date) over (partition by subscriber) as first_paid_date
        from paid
        cross join lateral generate_series(
          date_trunc('month', paid_from_date::timestamp),
          least(coalesce(paid_until_date, ${asOfDay}), ${asOfDay})::timestamp,
          interval '1 month'
        ) month
      ),
      states as (
        select
          *,
          paid_from_date < month_start_date as was_paying,
          coalesce(paid_until_date > snapshot_date, true) as is_paying
        from months
      ),
      compared as (
        select
          *,
          bool_or(was_paying) over same_month as subscriber_was_paying,
          bool_or(is_paying) over same_month as subscriber_is_paying
        from states
        window same_month as (partition by subscriber, month_start_date)
      )
      select
        *,
        case
          when is_paying and was_paying then 'none'
          when is_paying and subscriber_was_paying then 'expansion'
          when is_paying and first_paid_date < month_start_date then 'reactivation'
          when is_paying then 'new'
          when subscriber_is_paying then 'contraction'
          else 'churn'
        end as movement
      from compared
      where was_paying or is_paying`
