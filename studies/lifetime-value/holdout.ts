import { type Cohort, cohortOf, cohortUntil } from './cohort.ts'
import type { Purchases } from './purchases.ts'
import type { Summaries } from './summaries.ts'

/** A cohort, what its customers did afterwards, and what they did before, for forecasts that need no model. */
export interface Holdout {
  readonly cohort: Cohort
  /** How long afterwards is, in the unit of time. */
  readonly horizon: number
  /** Days with a purchase afterwards, and their value. */
  readonly purchases: Float64Array
  readonly value: Float64Array | null
  /** Repeat purchases in the period of the same length before, and their value. */
  readonly before: Float64Array
  readonly valueBefore: Float64Array | null
  /** Repeat purchases of the cohort by the end of each day, from the day of the first purchase on; null for summaries. */
  readonly daily: Float64Array | null
}

export function holdoutOf(purchases: Purchases, end: number, until: number, unitDays: number): Holdout {
  const { starts, days, amounts, firstDay } = purchases
  const cohort = cohortUntil(purchases, end, unitDays)
  const column = () => new Float64Array(cohort.frequency.length)
  const [later, value, before, valueBefore] = [column(), column(), column(), column()]
  const daily = new Float64Array(until - firstDay + 1)
  let at = 0
  for (let row = 0; row < purchases.customers.length; row++) {
    const first = starts[row] ?? 0
    if ((days[first] ?? Infinity) > end) continue
    for (let i = first + 1; i < (starts[row + 1] ?? 0); i++) {
      const day = days[i] ?? 0
      if (day > until) break
      daily[day - firstDay] = (daily[day - firstDay] ?? 0) + 1
      const isBefore = day <= end && day > end - (until - end)
      if (day > end) {
        later[at] = (later[at] ?? 0) + 1
        value[at] = (value[at] ?? 0) + (amounts?.[i] ?? 0)
      } else if (isBefore) {
        before[at] = (before[at] ?? 0) + 1
        valueBefore[at] = (valueBefore[at] ?? 0) + (amounts?.[i] ?? 0)
      }
    }
    at++
  }
  for (let i = 1; i < daily.length; i++) daily[i] = (daily[i] ?? 0) + (daily[i - 1] ?? 0)
  return {
    cohort,
    horizon: (until - end) / unitDays,
    purchases: later,
    value: amounts ? value : null,
    before,
    valueBefore: amounts ? valueBefore : null,
    daily,
  }
}

/**
 * The holdout that a file of summaries brings in columns of its own, or null. What came before is then only known as a whole,
 * so the customer's own rate so far stands for the period before.
 */
export function holdoutIn(summaries: Summaries): Holdout | null {
  const { frequency, age, later, laterTime } = summaries
  const horizon = laterTime?.[0] ?? 0
  if (!later || !laterTime || horizon === 0 || laterTime.some((time) => time !== horizon)) return null
  return {
    cohort: cohortOf(summaries),
    horizon,
    purchases: later,
    value: null,
    before: frequency.map((x, i) => {
      const span = age[i] ?? 0
      return span > horizon ? (x * horizon) / span : x
    }),
    valueBefore: null,
    daily: null,
  }
}
