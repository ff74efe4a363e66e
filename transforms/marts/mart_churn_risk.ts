import {
  asOfDay,
  day,
  decimal,
  holds,
  integer,
  key,
  money,
  oneOf,
  references,
  returnsNone,
  sql,
  text,
  transform,
  value,
} from '#engine'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { casesOn, today } from './churn/cases.ts'
import { churnFeatures } from './churn/features.ts'
import { withReasons } from './churn/reasons.ts'
import { churnSettings } from './churn/settings.ts'
import { mart_churn_fit } from './mart_churn_fit.ts'

const { horizonDays, activeDays, highRisk, mediumRisk } = churnSettings

/**
 * What leaving means is in docs/adr/0019. Features are those that the model learnt from, made by
 * the same query. Drivers are what raises this customer's risk above that of an average customer, among the features whose effect is
 * clear: its interval is on one side of 0. If the model is not good enough, nobody has a probability, and mart_churn_fit says why.
 */
export const mart_churn_risk = transform('marts.mart_churn_risk', {
  description:
    'How likely each customer who has ordered is to have left, why, and what that would cost; one row for each customer.',
  grain: ['customer_key'],
  columns: {
    customer_key: key('The customer'),
    churn_probability: decimal(
      `Chance that they order nothing in the next ${horizonDays} days, by the model in mart_churn_model. Not additive: average it`,
    ).orNull(),
    risk_band: oneOf(`Risk in words; lapsed customers have ordered nothing for ${activeDays} days`, [
      'high',
      'medium',
      'low',
      'lapsed',
      'not scored',
    ]),
    risk_rank: integer('Place among active customers by expected loss, from 1 for the largest').orNull(),
    main_driver: text('What raises the risk most')
      .orNull()
      .notPersonal('one of the phrases in mart_churn_model'),
    drivers: text('Up to three things that raise the risk, the strongest first')
      .orNull()
      .notPersonal('phrases of mart_churn_model'),
    reasons_to_stay: text('Up to three things that lower it, the strongest first')
      .orNull()
      .notPersonal('phrases of mart_churn_model'),
    value_at_stake_amount: money(
      `Net sales of the last 365 days, for as long as the ${horizonDays} days of the forecast; nought at least. Additive`,
    ),
    expected_loss_amount: money('The probability times the value at stake. Additive').orNull(),
    days_since_last_order: integer('Days from the last order to the as-of day. Not additive: average it'),
    model_fitted_until_date: day('The model knows what happened before this day').orNull(),
    as_of_date: day('The day as of which this holds'),
  },
  indexes: [['risk_rank']],
  tests: [
    references('customer_key', dim_customer),
    holds('probabilities are between 0 and 1', sql`churn_probability between 0 and 1`),
    holds(
      'the loss is no more than what is at stake',
      sql`expected_loss_amount between 0 and value_at_stake_amount`,
    ),
    returnsNone(
      'every customer who has ordered has a row, and a probability if the model is published',
      (self) => sql`
        select count(*), count(*) filter (where exists (select from ${mart_churn_fit} where is_published))
        from (${casesOn(today)}) cases
        except
        select count(*), count(churn_probability)
        from ${self}`,
    ),
  ],
  query: sql`
    with scored as (
      select
        customer_key,
        days_since,
        fitted_until_date,
        round(1 / (1 + exp(-log_odds)), 6) as churn_probability,
        greatest(round(year_net_amount * ${value(horizonDays)} / 365, 4), 0)::numeric(38,4) as value_at_stake_amount,
        drivers,
        reasons_to_stay
      from (${withReasons(churnFeatures(casesOn(today)))}) explained
    )
    select
      customer_key,
      churn_probability,
      case
        when days_since >= ${value(activeDays)} then 'lapsed'
        when churn_probability is null then 'not scored'
        when churn_probability >= ${value(highRisk)} then 'high'
        when churn_probability >= ${value(mediumRisk)} then 'medium'
        else 'low'
      end as risk_band,
      case
        when days_since < ${value(activeDays)} and churn_probability is not null
          then (
            row_number() over (
              partition by days_since < ${value(activeDays)}
              order by churn_probability * value_at_stake_amount desc, customer_key
            )
          )::integer
      end as risk_rank,
      drivers[1] as main_driver,
      array_to_string(drivers, '; ') as drivers,
      array_to_string(reasons_to_stay, '; ') as reasons_to_stay,
      value_at_stake_amount,
      round(churn_probability * value_at_stake_amount, 4)::numeric(38,4) as expected_loss_amount,
      days_since as days_since_last_order,
      fitted_until_date as model_fitted_until_date,
      ${asOfDay} as as_of_date
    from scored`,
})
