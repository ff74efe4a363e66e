import { asOfDay, references, returnsNone, sql, transform } from '#engine'
import { dim_customer } from '../warehouse/dim_customer.ts'
import { dim_customer_history } from '../warehouse/dim_customer_history.ts'
import { fct_customer_acquisitions } from '../warehouse/fct_customer_acquisitions.ts'
import { fct_loyalty_balances } from '../warehouse/fct_loyalty_balances.ts'
import { customerColumns } from './customer/columns.ts'
import { mart_churn_risk } from './mart_churn_risk.ts'
import { mart_customer_forecast } from './mart_customer_forecast.ts'
import { mart_customer_health } from './mart_customer_health.ts'
import { mart_customer_journey } from './mart_customer_journey.ts'
import { mart_customer_ltv } from './mart_customer_ltv.ts'
import { mart_customer_voice } from './mart_customer_voice.ts'
import { mart_next_best_product } from './mart_next_best_product.ts'
import { mart_next_order } from './mart_next_order.ts'
import { mart_rfm } from './mart_rfm.ts'
import { mart_subscription_forecast } from './mart_subscription_forecast.ts'

/** It computes nothing: each figure is that of the mart or dimension that explains it. Name and address are in dim_customer. */
export const mart_customer_360 = transform('marts.mart_customer_360', {
  description:
    'Everything that is known, expected and suggested about one person or organisation, one row for each customer and prospect.',
  grain: ['customer_key'],
  columns: customerColumns,
  indexes: [['lifetime_value_amount'], ['health_score']],
  tests: [
    references('customer_key', dim_customer),
    returnsNone(
      'customers and their value tie with the customer dimension and the historic value',
      (self) => sql`
        select
          count(*),
          coalesce(sum(lifetime_value_amount), 0)
        from ${self}
        except
        select
          count(*),
          coalesce(sum(lifetime_value_amount), 0)
        from ${mart_customer_ltv}
        where is_known`,
    ),
  ],
  query: sql`
    with loyalty as (
      select
        customer_key,
        sum(closing_points) as loyalty_points
      from ${fct_loyalty_balances}
      where month_end_date = ${asOfDay}
      group by customer_key
    )
    select
      person.customer_key,
      person.party_type,
      worth.customer_type,
      person.country,
      person.market,
      person.first_seen_date,
      person.source_names,
      version.household_key,
      version.lifecycle_segment,
      version.value_band,
      journey.first_channel_name,
      journey.first_campaign_name,
      journey.first_contact_date,
      acquisition.product_key as first_product_key,
      acquisition.store_key as first_store_key,
      worth.order_count,
      worth.first_ordered_date,
      worth.last_ordered_date,
      worth.cohort_month_date,
      worth.gross_amount,
      worth.discount_amount,
      worth.returned_amount,
      worth.lifetime_value_amount,
      worth.average_order_amount,
      forecast.forecast_status,
      forecast.no_forecast_because,
      forecast.model_name,
      forecast.alive_probability,
      forecast.expected_orders_3_months,
      forecast.expected_orders_12_months,
      forecast.expected_orders_24_months,
      forecast.expected_value_3_months_amount,
      forecast.expected_value_12_months_amount,
      forecast.expected_value_12_months_lower_amount,
      forecast.expected_value_12_months_upper_amount,
      forecast.expected_value_24_months_amount,
      forecast.predicted_lifetime_value_amount,
      rfm.recency_score,
      rfm.frequency_score,
      rfm.monetary_score,
      rfm.segment as rfm_segment,
      next.typical_wait_days,
      next.expected_next_order_date,
      next.days_late,
      next.is_late,
      churn.churn_probability,
      churn.risk_band,
      churn.drivers as risk_drivers,
      churn.value_at_stake_amount,
      churn.expected_loss_amount,
      coalesce(subscription.subscription_count, 0) as subscription_count,
      coalesce(subscription.mrr_amount, 0) as mrr_amount,
      subscription.expected_value_12_months_amount as expected_subscription_12_months_amount,
      version.loyalty_tier,
      loyalty.loyalty_points,
      coalesce(journey.visit_count, 0) as visit_count,
      coalesce(journey.visits_30_days, 0) as visits_30_days,
      journey.last_visit_at,
      journey.last_device,
      journey.open_cart_since_at,
      journey.open_cart_amount,
      voice.mean_sentiment_score,
      voice.last_sentiment,
      voice.main_topics,
      voice.last_nps_score,
      voice.last_nps_group,
      voice.last_satisfaction_share,
      coalesce(voice.case_count, 0) as case_count,
      coalesce(voice.open_case_count, 0) as open_case_count,
      version.email_consent,
      version.sms_consent,
      version.analytics_consent,
      version.profiling_consent,
      offer.product_key as next_best_product_key,
      offer.product_name as next_best_product_name,
      offer.reason as next_best_product_reason,
      health.health_score,
      health.health_band,
      health.explanation as health_explanation,
      ${asOfDay} as as_of_date
    from ${dim_customer} person
    join ${mart_customer_ltv} worth using (customer_key)
    join ${dim_customer_history} version on version.customer_key = person.customer_key and version.is_current
    left join ${fct_customer_acquisitions} acquisition on acquisition.customer_key = person.customer_key
    left join ${mart_customer_forecast} forecast on forecast.customer_key = person.customer_key
    left join ${mart_rfm} rfm on rfm.customer_key = person.customer_key
    left join ${mart_next_order} next on next.customer_key = person.customer_key
    left join ${mart_churn_risk} churn on churn.customer_key = person.customer_key
    left join ${mart_subscription_forecast} subscription on subscription.customer_key = person.customer_key
    left join ${mart_customer_journey} journey on journey.customer_key = person.customer_key
    left join ${mart_customer_voice} voice on voice.customer_key = person.customer_key
    left join ${mart_next_best_product} offer
      on offer.customer_key = person.customer_key and offer.suggestion_rank = 1
    left join ${mart_customer_health} health on health.customer_key = person.customer_key
    left join loyalty on loyalty.customer_key = person.customer_key
    where person.is_known`,
})
