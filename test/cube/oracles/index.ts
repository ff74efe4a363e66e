import type { Oracle } from './oracle.ts'
import { orders } from './orders.ts'
import { service } from './service.ts'
import { serviceCalls } from './service-calls.ts'
import { serviceSurveys } from './service-surveys.ts'

/** The oracle of each view. */
export const oracles: Readonly<Record<string, Oracle>> = {
  orders,
  service,
  service_calls: serviceCalls,
  service_surveys: serviceSurveys,
}
