import { asOfDay, every, sql } from '#engine'
import { subscription } from '../../canonical/subscription.ts'
import { dayOf } from '../calendar/times.ts'
import { customerOfRecord } from '../customers/customer-of-record.ts'
import { converted, exchangeRate } from '../money/exchange.ts'

/**
 * Subscriptions with the time for which they are paid and their price for a month, in both currencies:
 *
 * - a trial is not paid: paying begins when it ends, and never if the subscription ends before
 * - a subscription whose first payment never came was never paid for
 * - one that is cancelled is paid for until it ends, and one that is paused until the end of the paid period
 * - one that is past due counts, because the customer has not left and the provider tries again
 *
 * A month is a twelfth of a year of 365 days. The rate is that of the day on which paying began, so that a subscription is
 * worth the same in every month and only movements change the total.
 */
export const valuedSubscriptions = sql`
  with timed as (
    select
      *,
      case
        when status in ('incomplete', 'expired') then null
        when status = 'trialing' then trial_ends_at
        else greatest(started_at, trial_ends_at)
      end as begins_paying_at,
      case
        when ended_at is not null then ended_at
        when status = 'cancelled' then coalesce(cancelled_at, period_ends_at)
        when status = 'paused' then coalesce(period_ends_at, started_at)
      end as stops_paying_at
    from ${every(subscription)} subscribed
  ),
  paid as (
    select
      *,
      ${dayOf(sql`started_at`)} as started_date,
      case
        when coalesce(stops_paying_at > begins_paying_at, true) then ${dayOf(sql`begins_paying_at`)}
      end as paid_from_date,
      case when stops_paying_at > begins_paying_at then ${dayOf(sql`stops_paying_at`)} end as paid_until_date,
      amount / interval_count * case interval_unit
        when 'day' then 365 / 12.0
        when 'week' then 365 / 84.0
        when 'month' then 1
        when 'year' then 1 / 12.0
      end as month_price
    from timed
  )
  select
    paid.*,
    i.customer_key,
    round(paid.month_price, 4) as original_monthly_price,
    ${converted(sql`paid.month_price`, sql`paid.currency`)} as monthly_price_amount,
    coalesce(
      paid.paid_from_date <= ${asOfDay}
        and (paid.paid_until_date is null or paid.paid_until_date > ${asOfDay}),
      false
    ) as is_paying,
    case
      when paid.is_test then 'test'
      when paid.started_date > ${asOfDay} then 'future'
    end as excluded_because
  from paid
  left join (${customerOfRecord}) i using (record_key)
  ${exchangeRate(sql`paid.currency`, sql`least(coalesce(paid.paid_from_date, paid.started_date), ${asOfDay})`)}`
