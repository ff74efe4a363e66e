import { ClienteleError } from '#engine'
import {
  fitPurchases,
  forecastTotals,
  type PurchaseFit,
  type PurchaseModel,
  purchaseModels,
  type SpendFit,
  type Total,
  whyNotFitted,
} from '../../analytics/lifetime-value/index.ts'
import {
  type Backtest,
  fitSpendOf,
  naiveForecasts,
  runBacktest,
  type TrackingPoint,
  track,
} from './backtest.ts'
import { type Cohort, cohortOf, cohortUntil, groupsOf } from './cohort.ts'
import { type Holdout, holdoutIn, holdoutOf } from './holdout.ts'
import type { Purchases } from './purchases.ts'
import type { CustomerFile } from './read.ts'
import { isoDay } from './written-days.ts'

const daysIn = { day: 1, week: 7, month: 365.25 / 12 } as const
export type TimeUnit = keyof typeof daysIn
export const timeUnits: readonly TimeUnit[] = ['day', 'week', 'month']

/** With more different histories, only the chosen model is fitted again. */
const mostCompared = 50_000

/** How far ahead is forecast. */
export const forecastMonths = [3, 12, 24] as const

export interface StudyOptions {
  readonly unit: TimeUnit
  /** The last day that models may know in the backtest; the middle of the period, but at most a year before its end. */
  readonly calibrationEnd?: number
  /** The last day that is observed; that of the last purchase unless given. */
  readonly until?: number
  /** Instead of the model that is best in the backtest. */
  readonly model?: PurchaseModel
}

export interface Study {
  /** Days as text; null for summaries, which do not say them. */
  readonly period: {
    readonly first: string
    readonly calibrationEnd: string | null
    readonly until: string
  } | null
  readonly cohort: Cohort
  readonly groups: number
  readonly backtest: Backtest | null
  readonly tracking: readonly TrackingPoint[]
  /** Why there is no backtest; null if there is one. */
  readonly untested: string | null
  readonly fit: PurchaseFit
  /** Every model fitted to everything; only the chosen one if that would take long. */
  readonly candidates: readonly PurchaseFit[]
  readonly spend: SpendFit | null
  /** Which model was chosen, and why. */
  readonly reason: string
  readonly forecast: readonly (Total & { readonly months: number; readonly horizon: number })[]
}

/**
 * Fits the models of lifetime value to a file: chooses one by its backtest, and fits it again to everything.
 *
 * Errors: `study-impossible` if the file says nothing about repeat purchases, or the days do not fit.
 */
export function studyLifetimeValue(file: CustomerFile, options: StudyOptions): Study {
  const { content } = file
  const { cohort, holdout, untested, period } =
    content.kind === 'transactions'
      ? ofPurchases(content.purchases, options)
      : { cohort: cohortOf(content.summaries), period: null, ...ofSummaries(holdoutIn(content.summaries)) }
  const groups = groupsOf(cohort)
  const obstacle = whyNotFitted(groups)
  if (obstacle !== null) {
    throw new ClienteleError(
      'study-impossible',
      `Nothing can be forecast: ${obstacle}. Nothing was computed.`,
    )
  }
  const backtest = holdout && runBacktest(holdout)
  const chosen = options.model ?? backtest?.best
  const isLarge = groups.frequency.length > mostCompared
  const models = chosen && backtest && isLarge ? [chosen] : purchaseModels
  const candidates = models.map((model) => fitPurchases(model, groups))
  const likeliest = candidates.reduce((a, b) => (b.logLikelihood > a.logLikelihood ? b : a))
  const fit = candidates.find(({ model }) => model === chosen) ?? likeliest
  const calibrated = backtest?.fits.find(({ model }) => model === fit.model)
  const horizons = forecastMonths.map((months) => horizonOf(months, options.unit))
  return {
    period,
    cohort,
    groups: groups.frequency.length,
    backtest,
    tracking: holdout && calibrated ? track(holdout, calibrated, daysIn[options.unit]) : [],
    untested,
    fit,
    candidates,
    spend: fitSpendOf(cohort),
    reason: reasonOf(fit.model, backtest, options.model !== undefined),
    forecast: forecastTotals(fit, groups, horizons).map((total, i) => ({
      ...total,
      months: forecastMonths[i] ?? 0,
      horizon: horizons[i] ?? 0,
    })),
  }
}

export function horizonOf(months: number, unit: TimeUnit): number {
  return (months * daysIn.month) / daysIn[unit]
}

/** δ for a yearly rate of discount, such as 0.1. */
export function discountRateOf(yearly: number, unit: TimeUnit): number {
  return (Math.log1p(yearly) * daysIn[unit]) / 365.25
}

function ofPurchases(
  purchases: Purchases,
  { unit, calibrationEnd, until = purchases.lastDay }: StudyOptions,
) {
  const { firstDay } = purchases
  const unitDays = daysIn[unit]
  const end = calibrationEnd ?? Math.max(firstDay + Math.floor((until - firstDay) / 2), until - 365)
  if (until < firstDay || end < firstDay || (calibrationEnd !== undefined && end >= until)) {
    throw new ClienteleError(
      'study-impossible',
      `The purchases are from ${isoDay(firstDay)} to ${isoDay(purchases.lastDay)}, so they cannot be cut at ${isoDay(end)} and ` +
        `${isoDay(until)}. Give days in this order: first purchase, --calibration-end, --until.`,
    )
  }
  const holdout = end < until ? holdoutOf(purchases, end, until, unitDays) : null
  const obstacle = holdout ? whyNotFitted(groupsOf(holdout.cohort)) : 'all purchases are of one day'
  return {
    cohort: cohortUntil(purchases, until, unitDays),
    holdout: obstacle === null ? holdout : null,
    untested: obstacle === null ? null : `until ${isoDay(end)}, ${obstacle}`,
    period: {
      first: isoDay(firstDay),
      calibrationEnd: obstacle === null ? isoDay(end) : null,
      until: isoDay(until),
    },
  }
}

function ofSummaries(holdout: Holdout | null) {
  const untested =
    'a file of summaries does not say what happened afterwards, unless it has the columns frequency_holdout and duration_holdout'
  return { holdout, untested: holdout ? null : untested }
}

function reasonOf(model: PurchaseModel, backtest: Backtest | null, isAsked: boolean): string {
  if (!backtest) {
    const lead = isAsked ? `${model} was asked for.` : `${model} has the highest likelihood.`
    return `${lead} That is no test: nobody knows yet how good its forecasts are.`
  }
  const errorOf = (forecast: string) =>
    backtest.trials.find((one) => one.forecast === forecast)?.purchases.rootMeanSquareError ?? NaN
  const own = errorOf(model)
  const naive = naiveForecasts.map(errorOf)
  const lead = isAsked
    ? `${model} was asked for. In the backtest it has a squared error of ${own.toFixed(4)} purchases a customer (RMSE)`
    : `${model} has the least squared error of the models in the backtest (RMSE ${own.toFixed(4)} purchases a customer)`
  const others = naiveForecasts
    .map((name, i) => `"${name.replaceAll('_', ' ')}" ${naive[i]?.toFixed(4)}`)
    .join(', ')
  return naive.every((error) => own < error)
    ? `${lead}, which is less than that of forecasts without a model: ${others}.`
    : `${lead}, but forecasts without a model are as good or better: ${others}. Do not rely on it; use the simpler forecast.`
}
