import {
  asOfDay,
  day,
  decimal,
  holds,
  integer,
  key,
  money,
  references,
  returnsNone,
  sql,
  transform,
} from '#engine'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { fct_subscriptions } from '../warehouse/fct_subscriptions.ts'
import { mart_subscription_retention } from './mart_subscription_retention.ts'
import { subscriptionStays, tomorrow } from './retention/subscription-stays.ts'

/**
 * Who has cancelled is worth nothing from the next renewal on. A subscription without a forecast, because its plan has no
 * model yet or its currency no rate, is counted and not guessed. Intervals say how well the mean is known, not how long one
 * person stays.
 */
export const mart_subscription_forecast = transform('marts.mart_subscription_forecast', {
  description:
    'How much longer the subscribers of today are expected to stay and what they are expected to pay, by the model in ' +
    'mart_subscription_model; one row for each customer who pays for a subscription.',
  grain: ['customer_key'],
  columns: {
    customer_key: key('The customer'),
    subscription_count: integer('Subscriptions that are paid for on the as-of day. Additive'),
    leaving_count: integer('Of these, cancelled: they end with the paid period. Additive'),
    unforecast_count: integer(
      'Of these, in no expected figure, because the plan has no model or the price no exchange rate. Additive',
    ),
    renewal_count: integer('Renewals of the subscription that has lasted longest. Not additive'),
    mrr_amount: money('What they pay in a month. Additive'),
    stays_12_months_share: decimal(
      'Chance that the subscription that is likeliest to last is still paid for in 12 months. Not additive: average it',
    ).orNull(),
    expected_remaining_months: decimal(
      'Months expected to be paid for in the next 36, added up over subscriptions. Additive',
    ).orNull(),
    expected_remaining_months_lower: decimal('Lower end of the 95 % interval of that mean').orNull(),
    expected_remaining_months_upper: decimal('Upper end of the 95 % interval of that mean').orNull(),
    expected_value_12_months_amount: money(
      'What they are expected to pay in the next 12 months. Additive',
    ).orNull(),
    expected_value_12_months_lower: money('Lower end of the 95 % interval of that mean').orNull(),
    expected_value_12_months_upper: money('Upper end of the 95 % interval of that mean').orNull(),
    expected_value_36_months_amount: money(
      'What they are expected to pay in the next 36 months. Additive',
    ).orNull(),
    residual_value_amount: money(
      'All that they are expected to pay from the next renewal on, each payment worth less the later it comes, by the discount rate in the settings. Additive',
    ).orNull(),
    as_of_date: day('The day as of which this holds'),
  },
  tests: [
    references('customer_key', dim_customer),
    holds(
      'a longer time is worth more',
      sql`expected_value_36_months_amount >= expected_value_12_months_amount`,
    ),
    returnsNone(
      'every customer who pays has a row, with all their subscriptions and recurring revenue',
      (self) => sql`
        select count(*), coalesce(sum(mrr_amount), 0)
        from ${fct_subscriptions}
        join ${dim_customer} using (customer_key)
        where is_paying and is_counted
        except
        select coalesce(sum(subscription_count), 0), coalesce(sum(mrr_amount), 0)
        from ${self}`,
    ),
  ],
  query: sql`
    with paying as (
      select
        stay.*,
        retention.renewal_number is null or model_share is null or monthly_price_amount is null as is_unforecast,
        (not is_leaving)::integer as goes_on,
        stays_12_months_share,
        expected_12_months,
        expected_12_months_lower,
        expected_12_months_upper,
        expected_36_months,
        expected_36_months_lower,
        expected_36_months_upper,
        residual_lifetime_months
      from (${subscriptionStays(tomorrow)}) stay
      join ${dim_customer} using (customer_key)
      left join ${mart_subscription_retention} retention
        on retention.plan_key = stay.plan_key
        and retention.renewal_number = stay.renewal_count
      where is_paying and is_counted
    )
    select
      customer_key,
      count(*)::integer as subscription_count,
      (count(*) filter (where is_leaving))::integer as leaving_count,
      (count(*) filter (where is_unforecast))::integer as unforecast_count,
      max(renewal_count)::integer as renewal_count,
      coalesce(sum(monthly_price_amount), 0)::numeric(38,4) as mrr_amount,
      max(goes_on * stays_12_months_share) as stays_12_months_share,
      sum(goes_on * expected_36_months) as expected_remaining_months,
      sum(goes_on * expected_36_months_lower) as expected_remaining_months_lower,
      sum(goes_on * expected_36_months_upper) as expected_remaining_months_upper,
      sum(goes_on * expected_12_months * monthly_price_amount)::numeric(38,4) as expected_value_12_months_amount,
      sum(goes_on * expected_12_months_lower * monthly_price_amount)::numeric(38,4) as expected_value_12_months_lower,
      sum(goes_on * expected_12_months_upper * monthly_price_amount)::numeric(38,4) as expected_value_12_months_upper,
      sum(goes_on * expected_36_months * monthly_price_amount)::numeric(38,4) as expected_value_36_months_amount,
      sum(goes_on * residual_lifetime_months * monthly_price_amount)::numeric(38,4) as residual_value_amount,
      ${asOfDay} as as_of_date
    from paying
    group by customer_key`,
})
