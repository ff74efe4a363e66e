import { type Histories, purchaseModels } from '../../../analytics/lifetime-value/index.ts'
import { ExpectedOrders } from './expected-orders.ts'
import { daysBetween, type Fitted, parametersOf, rounded } from './fit-group.ts'
import { daysInWeek, purchaseModelNames } from './names.ts'

/** What customers bought since the end of a fit, and what the model expected that came closest. */
export interface Drift {
  readonly expected: number
  readonly actual: number
  readonly hasDrifted: boolean
}

/** A smaller difference is nothing that a forecast has to follow. */
const leastShare = 0.2
/** A smaller difference can be chance: the standard error of a count is about the root of what is expected. */
const leastErrors = 3

/** Whether what customers bought since a day differs from what each of the models expected; null without models. */
export function driftOf(
  models: readonly Fitted[],
  histories: Histories,
  actual: number,
  { scheduledEnd, today }: { readonly scheduledEnd: string; readonly today: string },
): Drift | null {
  const weeks = daysBetween(scheduledEnd, today) / daysInWeek
  const expected = purchaseModels.flatMap((model) => {
    const parameters = parametersOf(models.find(({ modelName }) => modelName === purchaseModelNames[model]))
    return parameters ? [expectedPurchases(new ExpectedOrders(model, parameters, weeks), histories)] : []
  })
  const [closest] = expected.toSorted((a, b) => Math.abs(a - actual) - Math.abs(b - actual))
  if (closest === undefined) return null
  const difference = Math.abs(actual - closest)
  return {
    expected: rounded(closest),
    actual,
    hasDrifted: difference > leastShare * closest && difference > leastErrors * Math.sqrt(closest),
  }
}

function expectedPurchases(
  orders: ExpectedOrders,
  { frequency, recency, age, customers }: Histories,
): number {
  let sum = 0
  for (let i = 0; i < frequency.length; i++) {
    sum += (customers[i] ?? 0) * orders.of(frequency[i] ?? NaN, recency[i] ?? NaN, age[i] ?? NaN)
  }
  return sum
}
