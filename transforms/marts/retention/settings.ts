import { lifetimeValue } from '../lifetime-value/settings.ts'

/** What the model of subscriptions assumes. A change fits it again and is recorded in the registry of models. */
export const retentionSettings = {
  /** A plan with fewer cancellations is described by all plans that are billed at its interval together. */
  leastCancellations: 30,
  /** By how much a payment in a year counts less than one today: the same as for orders. */
  yearlyDiscountRate: lifetimeValue.discountRate,
} as const
