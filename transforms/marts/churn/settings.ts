import { company } from '#settings'

/** How leaving is defined and predicted: docs/adr/0019 says why. A change fits the model again. */
export const churnSettings = {
  /** A customer who orders nothing for so many days from now on has left. */
  horizonDays: company.churn?.horizonDays ?? 180,
  /** A customer is active with an order in so many days before; the others have lapsed. */
  activeDays: company.churn?.activeDays ?? 365,
  /** What happened longer ago is in no feature but the first and the last order. */
  windowDays: 365,
  /** The model learns from customers as they were on so many days, a month apart. */
  trainingCuts: 12,
  /** It takes so many days of history for a customer's past to say anything. */
  historyDays: 180,
  /** The model learns from so many customers at most, drawn by the keys of their first orders. */
  mostCustomers: 20_000,
  /** Fewer who left, or fewer who stayed, teach and prove nothing. */
  leastOfEach: 30,
  /** A feature that fewer customers have, such as a prize that few have won, is left out: it would be learnt by heart. */
  leastWithFeature: 50,
  /** From these chances to leave on, the risk is called high or medium. */
  highRisk: 0.75,
  mediumRisk: 0.5,
  /** Penalties that are tried; the one whose log loss is least on the calibration period is used. */
  ridges: [1, 10, 100],
} as const
