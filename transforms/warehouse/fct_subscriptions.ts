import {
  asOfDay,
  day,
  decimal,
  every,
  flag,
  holds,
  id,
  instant,
  integer,
  key,
  money,
  oneOf,
  references,
  returnsNone,
  sql,
  transform,
  unknownKey,
} from '#engine'
import { subscription } from '../canonical/subscription.ts'
import { dayOf } from './calendar/times.ts'
import { dim_currency } from './dim_currency.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { dim_plan } from './dim_plan.ts'
import { hasRates } from './money/exchange.ts'
import { valuedSubscriptions } from './subscriptions/valued-subscriptions.ts'

/**
 * The row of a subscription is filled in as it goes on: a later version from the source replaces its state, its price and
 * the milestones that it has reached. Sources keep no former prices, so a price that changed counts as if it had always
 * been so. valued-subscriptions.ts says from when until when a subscription is paid for.
 */
export const fct_subscriptions = transform('warehouse.fct_subscriptions', {
  description:
    'Subscriptions, one row for each from its start to its end, with its milestones and its price for a month.',
  grain: ['subscription_key'],
  columns: {
    subscription_key: key('Surrogate key of the subscription'),
    customer_key: key('The subscriber; -1 while unknown'),
    record_key: key('Profile record of the subscriber').orNull(),
    plan_key: key('Plan; that of the first item if there are several; -1 if it is not known'),
    source: id('Source system'),
    subscription_id: id('Identifier in its source'),
    status: subscription.columns.status,
    excluded_because: oneOf('Why it is in no figure; missing if it is in them', ['test', 'future']).orNull(),
    is_paying: flag('Whether it is paid for on the as-of day'),
    is_in_trial: flag('Whether it is in its trial on the as-of day'),
    started_at: instant('When it started, with its trial'),
    started_date: day('The day of that, in the time zone of the company'),
    trial_started_at: instant('When its trial started').orNull(),
    trial_ends_at: instant('When its trial ended or will end').orNull(),
    paid_from_date: day('First day that it is paid for; missing if it never was').orNull(),
    cancelled_at: instant('When it was cancelled; it may go on to the end of the paid period').orNull(),
    cancelled_date: day('The day of that').orNull(),
    ended_at: instant('When it ended').orNull(),
    paid_until_date: day('First day that it is no longer paid for; missing while it is').orNull(),
    cancellation_reason: subscription.columns.cancellation_reason,
    currency: id('Currency of the original amounts, ISO 4217'),
    original_price: decimal(
      'Price of one interval in that currency. Not additive: intervals differ',
    ).orNull(),
    original_monthly_price: decimal('The same for a month. Additive within a currency').orNull(),
    monthly_price_amount: money('Price for a month, also of one that has ended. Additive').orNull(),
    mrr_amount: money('Price for a month if it is paid for on the as-of day, or 0. Additive').orNull(),
    paid_days: integer('Days that it has been paid for until the as-of day. Additive'),
  },
  indexes: [['customer_key']],
  tests: [
    references('customer_key', dim_customer),
    references('plan_key', dim_plan),
    references('currency', dim_currency),
    references('started_date', dim_date, 'date_day'),
    references('cancelled_date', dim_date, 'date_day'),
    references('paid_from_date', dim_date, 'date_day'),
    references('paid_until_date', dim_date, 'date_day'),
    holds('it is paid for before that ends', sql`paid_until_date >= paid_from_date`),
    hasRates(sql`started_date`, sql`original_monthly_price`, sql`monthly_price_amount`),
    returnsNone(
      'every staged subscription is present',
      (self) => sql`
        select currency, count(*) as row_count, sum(amount) as original_price
        from ${every(subscription)} staged
        group by currency
        except
        select currency, count(*), sum(original_price)
        from ${self}
        group by currency`,
    ),
  ],
  query: sql`
    select
      subscription_key,
      coalesce(customer_key, ${unknownKey}) as customer_key,
      record_key,
      coalesce(ops.key_of(source, 'plan', plan_id), ${unknownKey}) as plan_key,
      source,
      subscription_id,
      status,
      excluded_because,
      is_paying and excluded_because is null as is_paying,
      status = 'trialing' and excluded_because is null as is_in_trial,
      started_at,
      started_date,
      trial_started_at,
      trial_ends_at,
      paid_from_date,
      cancelled_at,
      ${dayOf(sql`cancelled_at`)} as cancelled_date,
      ended_at,
      paid_until_date,
      cancellation_reason,
      currency,
      amount as original_price,
      original_monthly_price,
      monthly_price_amount,
      case when is_paying and excluded_because is null then monthly_price_amount else 0 end as mrr_amount,
      greatest(coalesce(least(paid_until_date, ${asOfDay}) - paid_from_date, 0), 0) as paid_days
    from (${valuedSubscriptions}) valued`,
})
