import { PurchaseScorer, ValueScorer } from '../../../analytics/lifetime-value/index.ts'
import type { Cell } from '../models/score-rows.ts'
import { daysInWeek, weeksInYear } from './names.ts'
import type { PublishedModels } from './published-models.ts'
import { lifetimeValue } from './settings.ts'
import { spendOfCustomer } from './spend-of-customer.ts'

const months = [3, 12, 24] as const
const horizons = months.map((count) => (count / 12) * weeksInYear)
/** Customers come in the order of frequency and age. */
const kept = 100
const discountRate = Math.log1p(lifetimeValue.discountRate) / weeksInYear

const orderColumns = months.flatMap((count) =>
  ['', '_lower', '_upper'].map((end) => `expected_orders_${count}_months${end}`),
)
const valueColumns = months.flatMap((count) =>
  ['_amount', '_lower_amount', '_upper_amount'].map((end) => `expected_value_${count}_months${end}`),
)
export const scoredColumns = [
  'alive_probability',
  ...orderColumns,
  'expected_order_amount',
  ...valueColumns,
  'discounted_residual_amount',
]

/** A customer's history in days and amounts, to the values of `scoredColumns`. */
export function scorerOf({
  model,
  parameters,
  spend,
}: PublishedModels): (history: readonly number[]) => readonly Cell[] {
  const purchases = new PurchaseScorer(model, parameters, { horizons, discountRate, kept })
  const values = spend ? new ValueScorer(purchases, spend) : null
  return ([frequency = NaN, recencyDays = NaN, ageDays = NaN, valuedCount = NaN, netAmount = NaN]) => {
    const recency = recencyDays / daysInWeek
    const age = ageDays / daysInWeek
    if (!values) {
      const { alive, ...orders } = purchases.score(frequency, recency, age)
      return [alive.toFixed(6), ...orderCells(orders), null, ...valueColumns.map(() => null), null]
    }
    const { alive, ...forecast } = values.score(
      { frequency, recency, age },
      spendOfCustomer(valuedCount, netAmount),
    )
    return [
      alive.toFixed(6),
      ...orderCells(forecast),
      forecast.expectedSpend.toFixed(4),
      ...months.flatMap((_, i) => [
        (forecast.expectedValue[i] ?? NaN).toFixed(4),
        (forecast.lowerValue[i] ?? NaN).toFixed(4),
        (forecast.upperValue[i] ?? NaN).toFixed(4),
      ]),
      forecast.discountedValue.toFixed(4),
    ]
  }
}

function orderCells({
  expected,
  lower,
  upper,
}: {
  readonly expected: readonly number[]
  readonly lower: readonly number[]
  readonly upper: readonly number[]
}): readonly Cell[] {
  return months.flatMap((_, i) => [(expected[i] ?? NaN).toFixed(6), lower[i] ?? NaN, upper[i] ?? NaN])
}
