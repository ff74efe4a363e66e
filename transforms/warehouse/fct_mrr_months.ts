import { asOfDay, day, holds, id, key, oneOf, references, returnsNone, sql, transform } from '#engine'
import { dim_currency } from './dim_currency.ts'
import { dim_customer } from './dim_customer.ts'
import { dim_date } from './dim_date.ts'
import { dim_plan } from './dim_plan.ts'
import { fct_subscriptions } from './fct_subscriptions.ts'
import { mrrColumns, mrrMovements, originalMrrColumns } from './subscriptions/mrr-columns.ts'
import { mrrMonths } from './subscriptions/mrr-months.ts'

/**
 * The current month is a snapshot on the as-of day. Movements are those of the customer: a second subscription is
 * expansion, and losing one of two is contraction. A change that arrives late changes the snapshots of its months, and so
 * does a customer who turns out to be two people, or one.
 */
export const fct_mrr_months = transform('warehouse.fct_mrr_months', {
  description:
    'Monthly recurring revenue, one row for each subscription and month in which it was paid for: what it was before, ' +
    'what moved it, and what it was on the last day.',
  grain: ['subscription_key', 'month_start_date'],
  columns: {
    subscription_key: key('The subscription, as in fct_subscriptions'),
    month_start_date: day('First day of the month'),
    snapshot_date: day('Last day of the month, or the as-of day in the current one'),
    customer_key: key('The subscriber; -1 while unknown'),
    plan_key: key('Plan; -1 if it is not known'),
    source: id('Source system'),
    currency: id('Currency of the original amounts, ISO 4217'),
    movement: oneOf('What happened to it in the month', mrrMovements),
    ...originalMrrColumns,
    ...mrrColumns,
  },
  indexes: [['customer_key'], ['month_start_date']],
  tests: [
    references('customer_key', dim_customer),
    references('plan_key', dim_plan),
    references('currency', dim_currency),
    references('month_start_date', dim_date, 'date_day'),
    references('snapshot_date', dim_date, 'date_day'),
    references('subscription_key', fct_subscriptions),
    holds(
      'movements add up to the closing',
      sql`original_closing = original_opening + original_new + original_reactivation + original_expansion
        - original_contraction - original_churn
        and coalesce(closing_amount = opening_amount + new_amount + reactivation_amount + expansion_amount
          - contraction_amount - churn_amount, true)`,
    ),
    returnsNone(
      'a month opens with the closing of the month before',
      (self) => sql`
        select *
        from (
          select
            subscription_key,
            month_start_date,
            original_opening,
            lag(original_closing, 1, 0) over (partition by subscription_key order by month_start_date) as before,
            lag(month_start_date) over (partition by subscription_key order by month_start_date) as month_before
          from ${self}
        ) months
        where original_opening <> before
          or month_before <> (month_start_date - interval '1 month')::date`,
    ),
    returnsNone(
      'the current month closes with the subscriptions that are paid for',
      (self) => sql`
        select currency, sum(original_monthly_price)
        from ${fct_subscriptions}
        where is_paying
          and original_monthly_price is not null
        group by currency
        except
        select currency, sum(original_closing)
        from ${self}
        where snapshot_date = ${asOfDay}
        group by currency`,
    ),
  ],
  query: sql`
    select
      subscription_key,
      month_start_date,
      snapshot_date,
      customer_key,
      plan_key,
      source,
      currency,
      movement,
      was_paying::integer * original_monthly_price as original_opening,
      (movement = 'new')::integer * original_monthly_price as original_new,
      (movement = 'reactivation')::integer * original_monthly_price as original_reactivation,
      (movement = 'expansion')::integer * original_monthly_price as original_expansion,
      (movement = 'contraction')::integer * original_monthly_price as original_contraction,
      (movement = 'churn')::integer * original_monthly_price as original_churn,
      is_paying::integer * original_monthly_price as original_closing,
      was_paying::integer * monthly_price_amount as opening_amount,
      (movement = 'new')::integer * monthly_price_amount as new_amount,
      (movement = 'reactivation')::integer * monthly_price_amount as reactivation_amount,
      (movement = 'expansion')::integer * monthly_price_amount as expansion_amount,
      (movement = 'contraction')::integer * monthly_price_amount as contraction_amount,
      (movement = 'churn')::integer * monthly_price_amount as churn_amount,
      is_paying::integer * monthly_price_amount as closing_amount
    from (${mrrMonths}) months`,
})
