import type { Oracle } from './oracle.ts'
import { orders } from './orders.ts'
import { product_demand } from './product-demand.ts'
import { product_rules } from './product-rules.ts'
import { product_offers, product_suggestion_tests, product_suggestions } from './product-suggestions.ts'
import { products } from './products.ts'
import { service } from './service.ts'
import { serviceCalls } from './service-calls.ts'
import { serviceSurveys } from './service-surveys.ts'

/** The oracle of each view. */
export const oracles: Readonly<Record<string, Oracle>> = {
  orders,
  product_demand,
  product_offers,
  product_rules,
  product_suggestion_tests,
  product_suggestions,
  products,
  service,
  service_calls: serviceCalls,
  service_surveys: serviceSurveys,
}
