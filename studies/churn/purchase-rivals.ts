import {
  fitPurchases,
  PurchaseScorer,
  purchaseModels,
  whyNotFitted,
} from '../../analytics/lifetime-value/index.ts'
import { cohortUntil, groupsOf } from '../lifetime-value/cohort.ts'
import type { Purchases } from '../lifetime-value/purchases.ts'
import type { Rival } from './judge.ts'

const unitDays = 7

/**
 * What the likeliest model of lifetime value, fitted to purchases by the end of the day, says of these customers: the chance
 * to have left for good, and that of no purchase in the horizon. None if no model can be fitted.
 */
export function purchaseRivals(
  purchases: Purchases,
  customers: readonly number[],
  { cut, horizon }: { readonly cut: number; readonly horizon: number },
): readonly Rival[] {
  const cohort = cohortUntil(purchases, cut, unitDays)
  const groups = groupsOf(cohort)
  if (whyNotFitted(groups) !== null) return []
  const fits = purchaseModels.map((model) => fitPurchases(model, groups))
  const { model, parameters } = fits.reduce((a, b) => (b.logLikelihood > a.logLikelihood ? b : a))
  const scorer = new PurchaseScorer(model, parameters, { horizons: [horizon / unitDays], discountRate: 1 })
  const places = new Map(cohort.customers.map((name, at) => [name, at]))
  const historyOf = (customer: number) => {
    const at = places.get(purchases.customers[customer] ?? '') ?? 0
    return [cohort.frequency[at] ?? 0, cohort.recency[at] ?? 0, cohort.age[at] ?? 0] as const
  }
  const column = (chanceOf: (frequency: number, recency: number, age: number) => number) =>
    Float64Array.from(customers, (customer) => Math.min(1, Math.max(0, chanceOf(...historyOf(customer)))))
  return [
    {
      name: `no purchase by ${model}`,
      probabilities: column((...history) => 1 - (scorer.atLeast(1, ...history)[0] ?? 0)),
    },
    { name: `1 - P(alive) by ${model}`, probabilities: column((...history) => 1 - scorer.alive(...history)) },
  ]
}
