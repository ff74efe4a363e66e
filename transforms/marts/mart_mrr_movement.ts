import {
  asOfDay,
  day,
  decimal,
  holds,
  integer,
  money,
  references,
  returnsNone,
  sql,
  transform,
} from '#engine'
import { dim_date } from '../warehouse/dim_date.ts'
import { fct_mrr_months } from '../warehouse/fct_mrr_months.ts'

/**
 * A month in which nothing moved has a row, too. Subscriptions in a currency without an exchange rate are counted, and their
 * amounts are in none of these columns.
 */
export const mart_mrr_movement = transform('marts.mart_mrr_movement', {
  description:
    'Monthly recurring revenue from month to month: what was there before, what came and went, and what was there at the ' +
    'end; one row for each month since the first subscription. The current month is as of the as-of day.',
  grain: ['month_start_date'],
  columns: {
    month_start_date: day('First day of the month'),
    snapshot_date: day('Last day of the month, or the as-of day in the current one'),
    opening_amount: money('Recurring revenue before the month. Not additive over months'),
    new_amount: money('Of customers who never paid before. Additive'),
    reactivation_amount: money('Of customers who had stopped paying. Additive'),
    expansion_amount: money('Of customers who subscribed to more. Additive'),
    contraction_amount: money('Lost, of customers who kept others. Additive'),
    churn_amount: money('Lost, of customers who pay for nothing any more. Additive'),
    closing_amount: money('Recurring revenue on the snapshot day. Not additive over months'),
    subscription_count: integer(
      'Subscriptions that were paid for on the snapshot day. Not additive over months',
    ),
    new_count: integer('Subscriptions that are new. Additive'),
    churn_count: integer('Subscriptions of customers who pay for nothing any more. Additive'),
    unvalued_count: integer(
      'Subscriptions in currencies without an exchange rate, which are in no amount. Not additive over months',
    ),
    gross_retention_share: decimal(
      'Opening less contraction and churn, as a share of the opening; missing without one. Not additive',
    ).orNull(),
    net_retention_share: decimal(
      'The same with expansion: above 1, those who stay make up for those who leave. Not additive',
    ).orNull(),
  },
  tests: [
    references('month_start_date', dim_date, 'date_day'),
    holds(
      'movements lead from the opening to the closing',
      sql`closing_amount = opening_amount + new_amount + reactivation_amount + expansion_amount
        - contraction_amount - churn_amount`,
    ),
    returnsNone(
      'a month opens with the closing of the month before',
      (self) => sql`
        select *
        from (
          select
            month_start_date,
            opening_amount,
            lag(closing_amount, 1, 0) over (order by month_start_date) as before
          from ${self}
        ) months
        where opening_amount <> before`,
    ),
    returnsNone(
      'movements tie with the subscriptions',
      (self) => sql`
        select
          coalesce(sum(new_amount), 0),
          coalesce(sum(churn_amount), 0),
          coalesce(sum(new_count), 0),
          coalesce(sum(churn_count), 0)
        from ${self}
        except
        select
          coalesce(sum(new_amount), 0),
          coalesce(sum(churn_amount), 0),
          count(*) filter (where movement = 'new'),
          count(*) filter (where movement = 'churn')
        from ${fct_mrr_months}`,
    ),
  ],
  query: sql`
    with months as (
      select
        month::date as month_start_date,
        least((month + interval '1 month - 1 day')::date, ${asOfDay}) as snapshot_date
      from (select min(month_start_date)::timestamp as first_month from ${fct_mrr_months}) began
      cross join lateral generate_series(first_month, ${asOfDay}::timestamp, interval '1 month') as month
    ),
    movements as (
      select
        month_start_date,
        snapshot_date,
        coalesce(sum(opening_amount), 0)::numeric(38,4) as opening_amount,
        coalesce(sum(new_amount), 0)::numeric(38,4) as new_amount,
        coalesce(sum(reactivation_amount), 0)::numeric(38,4) as reactivation_amount,
        coalesce(sum(expansion_amount), 0)::numeric(38,4) as expansion_amount,
        coalesce(sum(contraction_amount), 0)::numeric(38,4) as contraction_amount,
        coalesce(sum(churn_amount), 0)::numeric(38,4) as churn_amount,
        coalesce(sum(closing_amount), 0)::numeric(38,4) as closing_amount,
        (count(*) filter (where original_closing > 0))::integer as subscription_count,
        (count(*) filter (where movement = 'new'))::integer as new_count,
        (count(*) filter (where movement = 'churn'))::integer as churn_count,
        (count(*) filter (where subscription_key is not null and closing_amount is null))::integer as unvalued_count
      from months
      left join (
        select
          subscription_key,
          month_start_date,
          movement,
          original_closing,
          opening_amount,
          new_amount,
          reactivation_amount,
          expansion_amount,
          contraction_amount,
          churn_amount,
          closing_amount
        from ${fct_mrr_months}
      ) moved using (month_start_date)
      group by month_start_date, snapshot_date
    )
    select
      *,
      round((opening_amount - contraction_amount - churn_amount) / nullif(opening_amount, 0), 6) as gross_retention_share,
      round(
        (opening_amount + expansion_amount - contraction_amount - churn_amount) / nullif(opening_amount, 0),
        6
      ) as net_retention_share
    from movements`,
})
