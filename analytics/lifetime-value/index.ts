/**
 * Lifetime value: the face of this folder.
 *
 * 1. `fitPurchases(model, histories)` on counts of customers with equal frequency, recency and age; `fitSpend` on the mean
 *    values of repeat purchases.
 * 2. `new PurchaseScorer(model, fit.parameters, …)` forecasts customers one by one, and `new ValueScorer(scorer, spend.parameters)`
 *    the value of their orders as well; `forecastTotals` all customers together.
 * 3. `measureForecast(predicted, actual)` says how good a forecast was.
 */
export type { Estimate, FitStatus, Maximum } from './estimate.ts'
export {
  checkParameters,
  fitPurchases,
  type PurchaseFit,
  type PurchaseModel,
  parameterRange,
  purchaseLogLikelihood,
  purchaseModels,
  whyNotFitted,
} from './fit-purchases.ts'
export {
  expectedSpend,
  fitSpend,
  type SpendFit,
  type SpendHistories,
  spendLogLikelihood,
  spendParameters,
} from './gamma-gamma.ts'
export { checkHistory, type Histories } from './histories.ts'
export { type Decile, type ForecastMeasures, measureForecast } from './measures.ts'
export type { Prospect } from './prospect.ts'
export {
  expectedPurchases,
  newCustomer,
  type PurchaseForecast,
  PurchaseScorer,
  prospectOf,
  type ScoringOptions,
} from './score-purchases.ts'
export { type ValueForecast, ValueScorer } from './score-value.ts'
export { cumulativePurchases, forecastTotals, type Total } from './totals.ts'
