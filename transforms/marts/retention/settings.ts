/** What the model of subscriptions assumes. A change fits it again and is recorded in the registry of models. */
export const retentionSettings = {
  /** A plan with fewer cancellations is described by all plans that are billed at its interval together. */
  leastCancellations: 30,
  /** What a payment in a year is worth less than one today. */
  yearlyDiscountRate: 0.1,
} as const
