import {
  cumulativePurchases,
  expectedPurchases,
  expectedSpend,
  type ForecastMeasures,
  fitPurchases,
  fitSpend,
  type Histories,
  measureForecast,
  type PurchaseFit,
  type PurchaseModel,
  purchaseModels,
  type SpendFit,
} from '../../analytics/lifetime-value/index.ts'
import { type Cohort, groupsOf, ownSpend, spendOf } from './cohort.ts'
import type { Holdout } from './holdout.ts'

/** Forecasts that need no model. */
export const naiveForecasts = ['same_as_last_period', 'mean_of_segment'] as const
export type NaiveForecast = (typeof naiveForecasts)[number]

/** How good one forecast of the holdout was. */
export interface Trial {
  readonly forecast: PurchaseModel | NaiveForecast
  readonly purchases: ForecastMeasures
  readonly value: ForecastMeasures | null
}

export interface Backtest {
  readonly horizon: number
  readonly customers: number
  readonly fits: readonly PurchaseFit[]
  readonly spend: SpendFit | null
  readonly trials: readonly Trial[]
  /** The model with the least squared error. */
  readonly best: PurchaseModel
  /** Whether its squared error is less than that of each forecast without a model. */
  readonly isBetterThanNaive: boolean
}

/** Fits every model to what was known, and compares its forecast with what came. */
export function runBacktest(holdout: Holdout): Backtest {
  const { cohort, horizon } = holdout
  const groups = groupsOf(cohort)
  const fits = purchaseModels.map((model) => fitPurchases(model, groups))
  const spend = fitSpendOf(cohort)
  const models = fits.map((fit) => {
    const predicted = expectedPurchases(fit.model, fit.parameters, cohort, horizon)
    const each =
      spend && holdout.value ? predicted.map((count, i) => count * (spendOn(spend, cohort, i) ?? 0)) : null
    return trial(fit.model, holdout, predicted, each)
  })
  const naive = [
    trial('same_as_last_period', holdout, holdout.before, holdout.valueBefore),
    trial(
      'mean_of_segment',
      holdout,
      segmentMeans(cohort, holdout.before),
      holdout.valueBefore && segmentMeans(cohort, holdout.valueBefore),
    ),
  ]
  const error = ({ purchases }: Trial) => purchases.rootMeanSquareError
  const settled = models.filter((_, i) => fits[i]?.status !== 'stopped')
  const best = (settled.length > 0 ? settled : models).reduce((a, b) => (error(b) < error(a) ? b : a))
  return {
    horizon,
    customers: cohort.frequency.length,
    fits,
    spend,
    trials: [...models, ...naive],
    best: fits.find(({ model }) => model === best.forecast)?.model ?? 'bg_nbd',
    isBetterThanNaive: naive.every((one) => error(best) < error(one)),
  }
}

/** Gamma-Gamma, or null if there are too few values, or their mean does not exist. */
export function fitSpendOf(cohort: Cohort): SpendFit | null {
  const known = spendOf(cohort)
  const values = new Set(Array.from(known.meanValue))
  if (values.size < 2) return null
  const fit = fitSpend(known)
  return fit.populationMean === null ? null : fit
}

function trial(
  forecast: Trial['forecast'],
  { purchases, value }: Holdout,
  predicted: Float64Array,
  predictedValue: Float64Array | null,
): Trial {
  return {
    forecast,
    purchases: measureForecast(predicted, purchases),
    value: value && predictedValue && measureForecast(predictedValue, value),
  }
}

function spendOn({ parameters }: SpendFit, cohort: Cohort, at: number): number | null {
  const { purchases, meanValue } = ownSpend(cohort, at)
  return expectedSpend(parameters, purchases, meanValue)
}

/** Segments are those who made 0, 1, 2–3, 4–7, … repeat purchases: each customer is forecast the mean of theirs. */
function segmentMeans({ frequency }: Cohort, before: Float64Array): Float64Array {
  const segmentOf = (x: number) => (x === 0 ? 0 : 1 + Math.floor(Math.log2(x)))
  const sums: { customers: number; sum: number }[] = []
  for (let i = 0; i < frequency.length; i++) {
    const segment = segmentOf(frequency[i] ?? 0)
    const known = sums[segment] ?? { customers: 0, sum: 0 }
    sums[segment] = { customers: known.customers + 1, sum: known.sum + (before[i] ?? 0) }
  }
  return frequency.map((x) => {
    const { customers = 1, sum = 0 } = sums[segmentOf(x)] ?? {}
    return sum / customers
  })
}

/** Repeat purchases by the end of a time since the first purchase of anybody: what happened, and what was to be expected. */
export interface TrackingPoint {
  readonly time: number
  readonly actual: number
  readonly expected: number
}

/** At every unit of time, and at the end of the calibration and of the holdout. */
export function track(holdout: Holdout, fit: PurchaseFit, unitDays: number): readonly TrackingPoint[] {
  const { daily, cohort, horizon } = holdout
  if (!daily) return []
  const end = (daily.length - 1) / unitDays
  const whole = Array.from({ length: Math.floor(end) }, (_, i) => i + 1)
  const times = [...new Set([...whole, end - horizon, end])].filter((time) => time > 0).sort((a, b) => a - b)
  const first = end - horizon
  const entries = entriesOf(cohort, first)
  const expected = cumulativePurchases(fit.model, fit.parameters, entries, times)
  return times.map((time, i) => ({
    time,
    actual: daily[Math.round(time * unitDays)] ?? 0,
    expected: expected[i] ?? 0,
  }))
}

/** When customers made their first purchase, counted from that of the first one. */
function entriesOf(
  { age }: Cohort,
  end: number,
): Pick<Histories, 'customers'> & { readonly start: Float64Array } {
  const counts = new Map<number, number>()
  for (const span of age) counts.set(span, (counts.get(span) ?? 0) + 1)
  const spans = [...counts].sort(([a], [b]) => b - a)
  return {
    start: Float64Array.from(spans, ([span]) => end - span),
    customers: spans.map(([, count]) => count),
  }
}
