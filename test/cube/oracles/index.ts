import {
  acquisition,
  attribution,
  attribution_coverage,
  attribution_paths,
  attribution_performance,
  attribution_removal,
} from './acquisition.ts'
import { catalogueOracles } from './catalogue.ts'
import { churn, churnBacktest, churnCalibration, churnDrivers } from './churn.ts'
import { customer360 } from './customer-360.ts'
import { customer_base } from './customer-base.ts'
import { dataQualityOracles } from './data-quality.ts'
import { engagement } from './engagement.ts'
import { engagementConsents } from './engagement-consents.ts'
import { engagementResponses } from './engagement-responses.ts'
import { experience } from './experience.ts'
import { experienceCarts } from './experience-carts.ts'
import { experienceFunnel } from './experience-funnel.ts'
import { experiencePaths } from './experience-paths.ts'
import { identityOracles } from './identity.ts'
import { lifetimeValue } from './lifetime-value.ts'
import {
  lifetimeValueBacktest,
  lifetimeValueCalibration,
  lifetimeValueTracking,
} from './lifetime-value-backtest.ts'
import { loyalty, loyalty_balances } from './loyalty.ts'
import type { Oracle } from './oracle.ts'
import { orders } from './orders.ts'
import { pipeline } from './pipeline.ts'
import { product_demand } from './product-demand.ts'
import { product_returns } from './product-returns.ts'
import { product_rules } from './product-rules.ts'
import { product_offers, product_suggestion_tests, product_suggestions } from './product-suggestions.ts'
import { products } from './products.ts'
import { retention, retentionByProduct, retentionByStore } from './retention.ts'
import { revenue_changes } from './revenue-changes.ts'
import { rfm } from './rfm.ts'
import { segmentMembers, segmentMovements, segmentOverlap, segments } from './segments.ts'
import { service } from './service.ts'
import { serviceBacklog } from './service-backlog.ts'
import { serviceCalls } from './service-calls.ts'
import { serviceSurveys } from './service-surveys.ts'
import {
  subscription_cohorts,
  subscription_months,
  subscription_retention,
  subscriptions,
} from './subscriptions.ts'
import { voice } from './voice.ts'
import { voiceTerms } from './voice-terms.ts'
import { voiceTopics } from './voice-topics.ts'

/** The oracle of each view. */
export const oracles: Readonly<Record<string, Oracle>> = {
  churn,
  churn_backtest: churnBacktest,
  churn_calibration: churnCalibration,
  churn_drivers: churnDrivers,
  customer_360: customer360,
  lifetime_value: lifetimeValue,
  lifetime_value_backtest: lifetimeValueBacktest,
  lifetime_value_calibration: lifetimeValueCalibration,
  lifetime_value_tracking: lifetimeValueTracking,
  customer_base,
  ...catalogueOracles,
  ...dataQualityOracles,
  ...identityOracles,
  engagement,
  engagement_consents: engagementConsents,
  engagement_responses: engagementResponses,
  experience,
  experience_carts: experienceCarts,
  experience_funnel: experienceFunnel,
  experience_paths: experiencePaths,
  acquisition,
  attribution,
  attribution_coverage,
  attribution_paths,
  attribution_performance,
  attribution_removal,
  loyalty,
  loyalty_balances,
  orders,
  pipeline,
  product_demand,
  product_offers,
  product_returns,
  product_rules,
  product_suggestion_tests,
  product_suggestions,
  products,
  service,
  service_backlog: serviceBacklog,
  service_calls: serviceCalls,
  service_surveys: serviceSurveys,
  retention,
  retention_by_product: retentionByProduct,
  retention_by_store: retentionByStore,
  rfm,
  segment_members: segmentMembers,
  segment_movements: segmentMovements,
  segment_overlap: segmentOverlap,
  segments,
  revenue_changes,
  voice,
  voice_terms: voiceTerms,
  voice_topics: voiceTopics,
  subscription_cohorts,
  subscription_months,
  subscription_retention,
  subscriptions,
}
