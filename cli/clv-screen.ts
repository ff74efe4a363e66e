import type { Estimate, ForecastMeasures, Maximum } from '../analytics/lifetime-value/index.ts'
import type { Backtest, TrackingPoint } from '../studies/lifetime-value/backtest.ts'
import { sumsOf } from '../studies/lifetime-value/document.ts'
import type { CustomerFile } from '../studies/lifetime-value/read.ts'
import type { Study, TimeUnit } from '../studies/lifetime-value/study.ts'
import { count, plural, print, printTable } from './output.ts'

const unknown = '–'

export function printStudy(file: CustomerFile, study: Study, unit: TimeUnit, yearlyRate: number): void {
  const { backtest, candidates, spend, period } = study
  printFile(file, study)
  if (backtest && period) line(`\nBacktest: models know purchases until ${period.calibrationEnd}`)
  if (backtest) printBacktest(backtest, study.tracking, unit)
  else line(`\nNo backtest: ${study.untested}.`)
  line(`\nChosen: ${study.reason}`)
  line(`\nFitted to everything, in ${unit}s`)
  printFits(candidates)
  if (spend) printSpend(spend)
  else
    line(
      'No model of spend: there are too few different values of repeat purchases, or their mean does not exist.',
    )
  const value = sumsOf(study, unit, yearlyRate)
  line(
    `\nForecast for ${plural(study.cohort.customers.length, 'known customer')}; customers who are yet to come are not in it`,
  )
  printTable(
    ['months', 'orders', 'from', 'to', 'value'],
    study.forecast.map(({ months, expected, lower, upper }, i) => [
      months,
      fixed(expected, 1),
      fixed(lower, 1),
      fixed(upper, 1),
      fixed(value.expected?.[i], 2),
    ]),
  )
  line(`Alive: ${fixed(value.alive, 1)} customers are expected to be. Intervals are 95 %.`)
  if (value.discounted !== null) {
    line(
      `All future purchases are worth ${value.discounted.toFixed(2)} today, discounted by ${(100 * yearlyRate).toFixed(1)} % a year.`,
    )
  }
}

function printFile(
  { content, rows, columns, leftOut }: CustomerFile,
  { cohort, groups, period }: Study,
): void {
  const read = Object.entries(columns).map(([role, column]) => `${role} from ${column}`)
  line(`${plural(rows, 'row')} of ${content.kind}: ${read.join(', ')}`)
  const customers = plural(cohort.customers.length, 'customer')
  const repeats = cohort.frequency.reduce((sum, x) => sum + x, 0)
  const between = period ? ` from ${period.first} to ${period.until}` : ''
  line(
    `${customers} with ${count(repeats)} repeat purchases${between}, in ${count(groups)} groups with equal histories`,
  )
  for (const { reason, rows: left, firstLine } of leftOut) {
    line(
      `Left out: ${plural(left, 'row')}, because ${reason}${firstLine === null ? '' : ` (first in line ${count(firstLine)})`}`,
    )
  }
}

function printBacktest(backtest: Backtest, tracking: readonly TrackingPoint[], unit: TimeUnit): void {
  const { fits, spend, trials, horizon, customers } = backtest
  printFits(fits)
  if (spend) printSpend(spend)
  line(
    `\nPurchases of ${plural(customers, 'customer')} in the ${horizon.toFixed(2)} ${unit}s after, forecast and actual`,
  )
  printMeasures(trials.map(({ forecast, purchases }) => [forecast, purchases]))
  const values = trials.flatMap(({ forecast, value }) => (value ? [[forecast, value] as const] : []))
  if (values.length > 0) {
    line('\nTheir value')
    printMeasures(values)
  }
  const best = trials.find(({ forecast }) => forecast === backtest.best)
  line(`\nCalibration of ${backtest.best}: purchases of a customer, by tenth of the customers`)
  printTable(
    ['tenth', 'forecast', 'actual'],
    (best?.purchases.deciles ?? []).map(({ predicted, actual }, i) => [
      i + 1,
      fixed(predicted, 3),
      fixed(actual, 3),
    ]),
  )
  const shown = tracking.filter(
    (_, i) => i === tracking.length - 1 || i % Math.ceil(tracking.length / 10) === 0,
  )
  if (shown.length === 0) return
  line(`\nRepeat purchases so far, by ${unit}`)
  printTable(
    [unit, 'expected', 'actual', 'difference'],
    shown.map(({ time, expected, actual }) => [
      fixed(time, 2),
      fixed(expected, 1),
      count(actual),
      actual > 0 ? `${((100 * (expected - actual)) / actual).toFixed(1)} %` : unknown,
    ]),
  )
}

const estimateColumns = [
  'model',
  'status',
  'parameter',
  'estimate',
  'standard error',
  'from',
  'to',
  'interval',
  'log-likelihood',
]

function printFits(fits: readonly (Maximum & { readonly model: string; readonly aic: number })[]): void {
  printTable(
    [...estimateColumns, 'AIC'],
    fits.flatMap(({ model, status, estimates, logLikelihood, aic }) =>
      estimates.map((estimate, i) => [
        ...(i === 0 ? [model, status] : ['', '']),
        ...estimateCells(estimate),
        ...(i === 0 ? [logLikelihood.toFixed(2), aic.toFixed(2)] : ['', '']),
      ]),
    ),
  )
}

function printSpend(spend: NonNullable<Study['spend']>): void {
  printTable(
    estimateColumns,
    spend.estimates.map((estimate, i) => [
      ...(i === 0 ? ['gamma_gamma', spend.status] : ['', '']),
      ...estimateCells(estimate),
      i === 0 ? spend.logLikelihood.toFixed(2) : '',
    ]),
  )
  line(
    `A purchase is worth ${fixed(spend.populationMean, 2)} on average, by ${plural(spend.customers, 'customer')} with repeat purchases of a value; ` +
      `correlation of value and number ${fixed(spend.correlation, 3)}, which the model takes for 0`,
  )
}

function estimateCells({ name, value, standardError, lower, upper, method }: Estimate): string[] {
  return [name, fixed(value, 4), fixed(standardError, 4), fixed(lower, 4), fixed(upper, 4), method]
}

function printMeasures(rows: readonly (readonly [forecast: string, measures: ForecastMeasures])[]): void {
  printTable(
    ['forecast', 'total', 'actual', 'bias %', 'MAE', 'RMSE', 'Gini'],
    rows.map(([forecast, m]) => [
      forecast.replaceAll('_', ' ').replace(/^(.*) nbd$/, '$1_nbd'),
      fixed(m.predictedTotal, 1),
      fixed(m.actualTotal, 1),
      m.relativeBias === null ? unknown : (100 * m.relativeBias).toFixed(1),
      fixed(m.meanAbsoluteError, 4),
      fixed(m.rootMeanSquareError, 4),
      fixed(m.gini, 3),
    ]),
  )
}

function fixed(value: number | null | undefined, digits: number): string {
  return value === null || value === undefined ? unknown : value.toFixed(digits)
}

function line(text: string): void {
  print(`${text}\n`)
}
