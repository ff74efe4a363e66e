import type { PurchaseFit, PurchaseModel } from './fit-purchases.ts'
import { type Histories, orderHistories } from './histories.ts'
import { quadratic } from './matrix.ts'
import { newCustomer, PurchaseScorer, prospectOf } from './score-purchases.ts'

export interface Total {
  readonly expected: number
  /** 95 %; holds both chance and the error of the parameters. Null where the fit has no covariance. */
  readonly lower: number | null
  readonly upper: number | null
}

/**
 * The purchases of all these customers within each time, with an interval: the variance of a sum of independent customers,
 * and that of the parameters by the delta method.
 */
export function forecastTotals(
  fit: PurchaseFit,
  histories: Histories,
  horizons: readonly number[],
): readonly Total[] {
  const ordered = orderHistories(histories)
  const totals = totalsOf(fit.model, fit.parameters, ordered, horizons)
  const { logCovariance } = fit
  const h = 1e-3
  const slopes = fit.parameters.map((_, at) => {
    const shifted = (by: number) =>
      fit.parameters.map((value, i) => (i === at ? value * Math.exp(by) : value))
    const high = totalsOf(fit.model, shifted(h), ordered, horizons)
    const low = totalsOf(fit.model, shifted(-h), ordered, horizons)
    return horizons.map((_, i) => ((high[i]?.mean ?? 0) - (low[i]?.mean ?? 0)) / (2 * h))
  })
  return totals.map(({ mean, variance }, i) => {
    if (!logCovariance) return { expected: mean, lower: null, upper: null }
    const ofParameters = quadratic(
      logCovariance,
      slopes.map((slope) => slope[i] ?? 0),
    )
    const reach = 1.959964 * Math.sqrt(variance + ofParameters)
    return { expected: mean, lower: Math.max(0, mean - reach), upper: mean + reach }
  })
}

/** Means and variances of the sum, with equal prospects computed once. */
function totalsOf(
  model: PurchaseModel,
  parameters: readonly number[],
  { size, frequency, recency, age, customers }: ReturnType<typeof orderHistories>,
  horizons: readonly number[],
) {
  const scorer = new PurchaseScorer(model, parameters, { horizons: [], discountRate: 1 })
  const totals = horizons.map(() => ({ mean: 0, variance: 0 }))
  const known = new Map<string, readonly { readonly mean: number; readonly square: number }[]>()
  for (let i = 0; i < size; i++) {
    const [x, span, count] = [frequency[i] ?? 0, age[i] ?? 0, customers[i] ?? 0]
    const alive = scorer.alive(x, recency[i] ?? 0, span)
    const key = `${x} ${span}`
    let moments = known.get(key)
    if (!moments) {
      const prospect = prospectOf(model, parameters, x, span)
      moments = horizons.map((t) => {
        const mean = prospect.mean(t)
        const tails = prospect.tails(t)
        // E[Y²] = Σ (2n − 1) P(Y ≥ n)
        const square = tails ? tails.reduce((sum, tail, at) => sum + (2 * at + 1) * tail, 0) : mean * mean
        return { mean, square }
      })
      if (known.size >= 50_000) known.clear()
      known.set(key, moments)
    }
    for (const [at, { mean, square }] of moments.entries()) {
      const total = totals[at]
      if (!total) continue
      total.mean += count * alive * mean
      total.variance += count * (alive * square - (alive * mean) ** 2)
    }
  }
  return totals
}

/**
 * The expected number of repeat purchases of all customers by each time, counted from the first day: customers make their
 * first purchase at `start`. Compared with what they bought, it shows how a forecast follows the trend.
 */
export function cumulativePurchases(
  model: PurchaseModel,
  parameters: readonly number[],
  entries: { readonly start: ArrayLike<number>; readonly customers: ArrayLike<number> },
  times: readonly number[],
): Float64Array {
  const customer = newCustomer(model, parameters)
  const known = new Map<number, number>()
  const meanAt = (age: number) => {
    const mean = known.get(age) ?? customer.mean(age)
    if (known.size < 200_000) known.set(age, mean)
    return mean
  }
  return Float64Array.from(times, (time) => {
    let sum = 0
    for (let i = 0; i < entries.start.length; i++) {
      const age = time - (entries.start[i] ?? 0)
      // differences of times leave rounding errors, which would make equal ages different
      if (age > 0) sum += (entries.customers[i] ?? 0) * meanAt(Number(age.toFixed(9)))
    }
    return sum
  })
}
