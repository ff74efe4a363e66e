import { day, decimal, integer, key, text } from '#engine'
import { dim_customer } from '../../warehouse/dim_customer.ts'
import { dim_customer_history } from '../../warehouse/dim_customer_history.ts'
import { fct_customer_acquisitions } from '../../warehouse/fct_customer_acquisitions.ts'
import { mart_churn_risk } from '../mart_churn_risk.ts'
import { mart_customer_forecast } from '../mart_customer_forecast.ts'
import { mart_customer_health } from '../mart_customer_health.ts'
import { mart_customer_journey } from '../mart_customer_journey.ts'
import { mart_customer_ltv } from '../mart_customer_ltv.ts'
import { mart_customer_voice } from '../mart_customer_voice.ts'
import { mart_next_best_product } from '../mart_next_best_product.ts'
import { mart_next_order } from '../mart_next_order.ts'
import { mart_rfm } from '../mart_rfm.ts'
import { mart_subscription_forecast } from '../mart_subscription_forecast.ts'

const { columns: person } = dim_customer
const { columns: version } = dim_customer_history
const { columns: acquisition } = fct_customer_acquisitions
const { columns: worth } = mart_customer_ltv
const { columns: forecast } = mart_customer_forecast
const { columns: rfm } = mart_rfm
const { columns: churn } = mart_churn_risk
const { columns: next } = mart_next_order
const { columns: subscription } = mart_subscription_forecast
const { columns: journey } = mart_customer_journey
const { columns: voice } = mart_customer_voice
const { columns: offer } = mart_next_best_product
const { columns: health } = mart_customer_health

/** The columns of mart_customer_360, by subject. What is missing for a customer is null, and a count is 0. */
export const customerColumns = {
  customer_key: key('The customer'),
  // who
  party_type: person.party_type,
  customer_type: worth.customer_type,
  country: person.country,
  market: person.market,
  first_seen_date: person.first_seen_date,
  source_names: person.source_names,
  household_key: version.household_key,
  lifecycle_segment: version.lifecycle_segment,
  value_band: version.value_band,
  // how they came
  first_channel_name: journey.first_channel_name.orNull(),
  first_campaign_name: journey.first_campaign_name.orNull(),
  first_contact_date: journey.first_contact_date,
  first_product_key: acquisition.product_key,
  first_store_key: acquisition.store_key.orNull(),
  // what they bought
  order_count: worth.order_count,
  first_ordered_date: worth.first_ordered_date,
  last_ordered_date: worth.last_ordered_date,
  cohort_month_date: worth.cohort_month_date,
  gross_amount: worth.gross_amount,
  discount_amount: worth.discount_amount,
  returned_amount: worth.returned_amount,
  lifetime_value_amount: worth.lifetime_value_amount,
  average_order_amount: worth.average_order_amount,
  // what they will be worth
  forecast_status: forecast.forecast_status.orNull(),
  no_forecast_because: forecast.no_forecast_because,
  model_name: forecast.model_name,
  alive_probability: forecast.alive_probability,
  expected_orders_3_months: forecast.expected_orders_3_months,
  expected_orders_12_months: forecast.expected_orders_12_months,
  expected_orders_24_months: forecast.expected_orders_24_months,
  expected_value_3_months_amount: forecast.expected_value_3_months_amount,
  expected_value_12_months_amount: forecast.expected_value_12_months_amount,
  expected_value_12_months_lower_amount: forecast.expected_value_12_months_lower_amount,
  expected_value_12_months_upper_amount: forecast.expected_value_12_months_upper_amount,
  expected_value_24_months_amount: forecast.expected_value_24_months_amount,
  predicted_lifetime_value_amount: forecast.predicted_lifetime_value_amount,
  // how they buy, and whether they go
  recency_score: rfm.recency_score.orNull(),
  frequency_score: rfm.frequency_score.orNull(),
  monetary_score: rfm.monetary_score.orNull(),
  rfm_segment: rfm.segment.orNull(),
  typical_wait_days: next.typical_wait_days,
  expected_next_order_date: next.expected_next_order_date,
  days_late: next.days_late,
  is_late: next.is_late,
  churn_probability: churn.churn_probability,
  risk_band: churn.risk_band.orNull(),
  risk_drivers: churn.drivers,
  value_at_stake_amount: churn.value_at_stake_amount.orNull(),
  expected_loss_amount: churn.expected_loss_amount,
  // subscriptions and loyalty
  subscription_count: subscription.subscription_count,
  mrr_amount: subscription.mrr_amount,
  expected_subscription_12_months_amount: subscription.expected_value_12_months_amount,
  loyalty_tier: version.loyalty_tier,
  loyalty_points: decimal('Points on the as-of day, over all programmes. Additive').orNull(),
  // visits and carts
  visit_count: integer('Visits that are known to be theirs. Additive'),
  visits_30_days: integer('Of these, visits that began in the last 30 days. Additive'),
  last_visit_at: journey.last_visit_at,
  last_device: journey.last_device,
  open_cart_since_at: journey.open_cart_since_at,
  open_cart_amount: journey.open_cart_amount,
  // what they say
  mean_sentiment_score: voice.mean_sentiment_score,
  last_sentiment: voice.last_sentiment,
  main_topics: voice.main_topics.orNull(),
  last_nps_score: voice.last_nps_score,
  last_nps_group: voice.last_nps_group,
  last_satisfaction_share: voice.last_satisfaction_share,
  case_count: integer('Requests for help. Additive'),
  open_case_count: integer('Of these, requests that somebody still has to solve. Additive'),
  // what may be sent, and what to offer
  email_consent: version.email_consent,
  sms_consent: version.sms_consent,
  analytics_consent: version.analytics_consent,
  profiling_consent: version.profiling_consent,
  next_best_product_key: offer.product_key.orNull(),
  next_best_product_name: text('Name of the best suggestion; mart_next_best_product has more').orNull(),
  next_best_product_reason: text('Why that, in words').orNull(),
  // how the relation goes
  health_score: health.health_score.orNull(),
  health_band: health.health_band.orNull(),
  health_explanation: health.explanation.orNull(),
  as_of_date: day('The day as of which this holds'),
}
