import { asOfDay, sql } from '#engine'
import { dayOf } from '../calendar/times.ts'
import { dim_plan } from '../dim_plan.ts'
import { fct_subscriptions } from '../fct_subscriptions.ts'
import { amountText } from './amount-text.ts'

/**
 * A subscription with a trial begins twice: with the trial, and when it is paid for. Cancelling is a contact of the
 * customer, and ending a later one of its own, unless both were at once. Its monthly payments are in the timeline of payments.
 */
export const subscriptionsTouchpoints = sql`
  with milestones as (
    select
      subscribed.*,
      milestone.*
    from (
      select
        fct.*,
        plan.plan_name,
        coalesce(
          ' for ' || ${amountText(sql`fct.original_price`, sql`fct.currency`)} || ' every '
            || case when plan.interval_count > 1 then plan.interval_count || ' ' || plan.interval_unit || 's'
              else plan.interval_unit end,
          ''
        ) as price_text
      from ${fct_subscriptions} fct
      join ${dim_plan} plan using (plan_key)
      where customer_key > 0
        and excluded_because is null
    ) subscribed
    cross join lateral (
      values
        (trial_started_at, 'trial started', 'inbound', concat('Started a trial of ', plan_name)),
        (
          case when paid_from_date is not null then greatest(started_at, trial_ends_at) end,
          'subscription started',
          'inbound',
          concat('Subscribed to ', plan_name, price_text)
        ),
        (
          cancelled_at,
          'subscription cancelled',
          'inbound',
          concat('Cancelled ', plan_name, ': ' || replace(cancellation_reason, '_', ' '))
        ),
        (
          case when ended_at is distinct from cancelled_at then ended_at end,
          'subscription ended',
          'internal',
          concat('The subscription to ', plan_name, ' ended')
        )
    ) as milestone(occurred_at, touchpoint_type, direction, sentence)
  )
  select
    customer_key,
    occurred_at,
    touchpoint_type,
    null::text as channel,
    direction,
    sentence,
    case when touchpoint_type = 'subscription started' then original_price end as original_amount,
    case when touchpoint_type = 'subscription started' and original_price is not null then currency end as currency,
    null::numeric(38,4) as amount,
    'fct_subscriptions' as fact,
    subscription_key as fact_key
  from milestones
  where ${dayOf(sql`occurred_at`)} <= ${asOfDay}`
