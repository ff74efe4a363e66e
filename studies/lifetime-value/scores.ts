import { PurchaseScorer, ValueScorer } from '../../analytics/lifetime-value/index.ts'
import { ownSpend } from './cohort.ts'
import { discountRateOf, forecastMonths, horizonOf, type Study, type TimeUnit } from './study.ts'

/** One customer's forecast; by horizon where there are several. Amounts are null without a model of spend. */
export interface CustomerScore {
  readonly customer: string
  readonly frequency: number
  readonly recency: number
  readonly age: number
  readonly historicValue: number | null
  readonly alive: number
  readonly expected: readonly number[]
  readonly lower: readonly number[]
  readonly upper: readonly number[]
  readonly discounted: number
  readonly value: {
    readonly spend: number
    readonly expected: readonly number[]
    readonly lower: readonly number[]
    readonly upper: readonly number[]
    readonly discounted: number
  } | null
}

/** The customers of a study, one after the other. */
export function* scoresOf(
  { cohort, fit, spend }: Study,
  unit: TimeUnit,
  yearlyRate: number,
): Generator<CustomerScore> {
  const horizons = forecastMonths.map((months) => horizonOf(months, unit))
  const scorer = new PurchaseScorer(fit.model, fit.parameters, {
    horizons,
    discountRate: discountRateOf(yearlyRate, unit),
  })
  const values = spend && new ValueScorer(scorer, spend.parameters)
  for (let at = 0; at < cohort.frequency.length; at++) {
    const history = {
      frequency: cohort.frequency[at] ?? 0,
      recency: cohort.recency[at] ?? 0,
      age: cohort.age[at] ?? 0,
    }
    const { frequency, recency, age } = history
    const valued = values?.score(history, ownSpend(cohort, at)) ?? null
    const { alive, expected, lower, upper, discounted } = valued ?? scorer.score(frequency, recency, age)
    yield {
      customer: cohort.customers[at] ?? '',
      ...history,
      historicValue: cohort.value?.[at] ?? null,
      alive,
      expected,
      lower,
      upper,
      discounted,
      value: valued && {
        spend: valued.expectedSpend,
        expected: valued.expectedValue,
        lower: valued.lowerValue,
        upper: valued.upperValue,
        discounted: valued.discountedValue,
      },
    }
  }
}

const perHorizon = ['expected', 'lower', 'upper'] as const
const suffixes = { expected: '', lower: '_lower', upper: '_upper' } as const

/** The scores as CSV, line by line. Times are in the unit of the study. */
export function* scoreLines(scores: Iterable<CustomerScore>): Generator<string> {
  const named = (what: string, unit: string) =>
    forecastMonths.flatMap((months) =>
      perHorizon.map((bound) => `expected_${what}_${months}_months${unit}${suffixes[bound]}`),
    )
  const header = [
    ...['customer', 'frequency', 'recency', 'age', 'historic_value_amount', 'alive_probability'],
    ...named('orders', ''),
    ...['discounted_orders', 'expected_order_value_amount'],
    ...named('value', '_amount'),
    'discounted_value_amount',
  ]
  yield `${header.join(',')}\n`
  for (const score of scores) {
    const { value } = score
    const cells = [
      quoted(score.customer),
      score.frequency,
      rounded(score.recency, 6),
      rounded(score.age, 6),
      amount(score.historicValue),
      rounded(score.alive, 6),
      ...forecastMonths.flatMap((_, i) => perHorizon.map((bound) => rounded(score[bound][i] ?? 0, 6))),
      rounded(score.discounted, 6),
      amount(value?.spend),
      ...forecastMonths.flatMap((_, i) => perHorizon.map((bound) => amount(value?.[bound][i]))),
      amount(value?.discounted),
    ]
    yield `${cells.join(',')}\n`
  }
}

function amount(value: number | null | undefined): string {
  return value === null || value === undefined ? '' : rounded(value, 4)
}

function rounded(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)))
}

/** By RFC 4180. */
function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
