import { asOfDay, type Sql, sql, value } from '#engine'
import { fct_orders } from '../../warehouse/fct_orders.ts'
import { fct_shipments } from '../../warehouse/fct_shipments.ts'
import { fct_subscriptions } from '../../warehouse/fct_subscriptions.ts'
import { fct_support_cases } from '../../warehouse/fct_support_cases.ts'
import { fct_touchpoints } from '../../warehouse/fct_touchpoints.ts'
import { mart_customer_voice } from '../mart_customer_voice.ts'
import { mart_next_order } from '../mart_next_order.ts'

/*
 * The parts of a customer's health: each a SELECT of customer_key, score from 0 (worst) to 100, and the reason in words.
 * A customer has no row in a part about whom nothing is known.
 */

const recent = (day: Sql) => sql`${day} > ${asOfDay} - 365`

/** 100 as long as half of such customers would still wait, then less, down to 0 where all would have ordered again. */
const rhythm = sql`
        select
          customer_key,
          100 * least(2 * (1 - ended_waits_share), 1) as score,
          format(
            'last order %s days ago, and %s %% of such waits are over by then',
            days_since_last_order,
            round(100 * ended_waits_share)
          ) as reason
        from ${mart_next_order}
        where ended_waits_share is not null`

/** 50 if the last year brought as much as the year before, 100 if twice as much. Unknown in a customer's first year. */
const trend = sql`
        select
          customer_key,
          100 * least(greatest(amount, 0) / (2 * amount_before), 1) as score,
          format('sales of the last year are %s %% of those of the year before', round(100 * amount / amount_before))
            as reason
        from (
          select
            customer_key,
            coalesce(sum(net_amount) filter (where ${recent(sql`ordered_date`)}), 0) as amount,
            sum(net_amount) filter (where not ${recent(sql`ordered_date`)}) as amount_before
          from ${fct_orders}
          where is_purchase and ordered_date > ${asOfDay} - 730
          group by customer_key
        ) years
        where amount_before > 0`

/** The share of the orders of the last year that went without a late parcel and without a request for help. */
const service = sql`
        select
          customer_key,
          100 * (1 - least(sum(trouble_count)::numeric / sum(order_count), 1)) as score,
          format(
            'late parcels and requests for help in the last year: %s, orders: %s',
            sum(trouble_count),
            sum(order_count)
          ) as reason
        from (
          select customer_key, 1 as order_count, 0 as trouble_count
          from ${fct_orders}
          where is_purchase and ${recent(sql`ordered_date`)}
          union all
          select customer_key, 0, 1
          from ${fct_shipments}
          where is_late and direction = 'outbound' and ${recent(sql`promised_date`)}
          union all
          select customer_key, 0, 1
          from ${fct_support_cases}
          where excluded_because is null and opened_by = 'customer' and ${recent(sql`opened_date`)}
        ) counted
        group by customer_key
        having sum(order_count) > 0`

/** The mean of what they said in the last year: recommendation, satisfaction, and the sentiment of their last text. */
const voice = sql`
        select
          customer_key,
          100 * avg(share) as score,
          format('said in the last year: %s', string_agg(words, ', ' order by words)) as reason
        from ${mart_customer_voice} voice
        cross join lateral (
          values
            (last_nps_score / 10, format('recommends with %s of 10', last_nps_score), last_nps_date),
            (
              last_satisfaction_share,
              format('satisfied to %s %%', round(100 * last_satisfaction_share)),
              last_satisfaction_date
            ),
            ((last_sentiment_score + 1) / 2, format('last text %s', last_sentiment), last_stated_date)
        ) said(share, words, said_date)
        where share is not null and ${recent(sql`said_date`)}
        group by customer_key`

/** 100 within 30 days of the last contact that the customer began, such as an order or a visit; 0 after a year. */
const contact = sql`
        select
          customer_key,
          100 * least(greatest((395 - days) / 365.0, 0), 1) as score,
          format('last came by themselves %s days ago', days) as reason
        from (
          select
            customer_key,
            ${asOfDay} - max(occurred_date) as days
          from ${fct_touchpoints}
          where direction = 'inbound' and occurred_date <= ${asOfDay}
          group by customer_key
        ) last_contacts`

/** 100 while a subscription goes on, 0 if all are cancelled or ended within the last year. */
const subscription = sql`
        select
          customer_key,
          case when bool_or(is_paying and cancelled_at is null) then 100 else 0 end as score,
          case
            when bool_or(is_paying and cancelled_at is null) then 'subscription goes on'
            else 'subscription cancelled'
          end as reason
        from ${fct_subscriptions}
        where excluded_because is null
          and paid_from_date is not null
          and (is_paying or ${recent(sql`coalesce(paid_until_date, cancelled_date)`)})
        group by customer_key`

/**
 * Each part with its weight. It is a judgement of what a good relation is, not a forecast: mart_churn_risk says how likely
 * people are to leave.
 */
export const parts = [
  { part: 'rhythm', weight: 35, scores: rhythm },
  { part: 'value', weight: 20, scores: trend },
  { part: 'service', weight: 15, scores: service },
  { part: 'voice', weight: 15, scores: voice },
  { part: 'contact', weight: 10, scores: contact },
  { part: 'subscription', weight: 5, scores: subscription },
] as const

/** customer_key, part, weight, score from 0 to 100 with one decimal, reason. */
export const healthParts = parts
  .map(
    ({ part, weight, scores }) => sql`
      select
        customer_key,
        ${value(part)} as part,
        ${value(weight)} as weight,
        round(score::numeric, 1) as score,
        reason
      from (${scores}
      ) scored`,
  )
  .reduce(
    (all, one) => sql`${all}
      union all${one}`,
  )
