import type { Histories, SpendHistories } from '../../analytics/lifetime-value/index.ts'
import type { Purchases } from './purchases.ts'
import type { Summaries } from './summaries.ts'

/** Customers in columns, observed up to one day. Times are in the unit that was asked for. */
export interface Cohort {
  readonly customers: readonly string[]
  readonly frequency: Float64Array
  readonly recency: Float64Array
  readonly age: Float64Array
  /** The mean value of the repeat purchases, 0 without one; null without amounts. */
  readonly mean: Float64Array | null
  /** What was bought so far, the first purchase included; null if it is not known. */
  readonly value: Float64Array | null
}

/** The customers who bought by the end of this day: several purchases on a day count once, the first is no repeat. */
export function cohortUntil(purchases: Purchases, until: number, unitDays: number): Cohort {
  const { customers, starts, days, amounts } = purchases
  const rows: number[] = []
  for (let i = 0; i < customers.length; i++) if ((days[starts[i] ?? 0] ?? Infinity) <= until) rows.push(i)
  const column = () => new Float64Array(rows.length)
  const [frequency, recency, age, mean, value] = [column(), column(), column(), column(), column()]
  for (const [at, row] of rows.entries()) {
    const first = starts[row] ?? 0
    const firstDay = days[first] ?? 0
    let last = first
    let repeated = 0
    while (last + 1 < (starts[row + 1] ?? 0) && (days[last + 1] ?? 0) <= until) {
      last++
      repeated += amounts?.[last] ?? 0
    }
    frequency[at] = last - first
    recency[at] = ((days[last] ?? 0) - firstDay) / unitDays
    age[at] = (until - firstDay) / unitDays
    mean[at] = last === first ? 0 : repeated / (last - first)
    value[at] = repeated + (amounts?.[first] ?? 0)
  }
  return {
    customers: rows.map((row) => customers[row] ?? ''),
    frequency,
    recency,
    age,
    mean: amounts ? mean : null,
    value: amounts ? value : null,
  }
}

export function cohortOf({ customers, frequency, recency, age, mean }: Summaries): Cohort {
  return { customers, frequency, recency, age, mean, value: null }
}

/** How many customers have the same history. Sorting takes less memory than a key for each history. */
export function groupsOf({ frequency, recency, age }: Cohort): Histories {
  const compare = (a: number, b: number) =>
    (frequency[a] ?? 0) - (frequency[b] ?? 0) ||
    (recency[a] ?? 0) - (recency[b] ?? 0) ||
    (age[a] ?? 0) - (age[b] ?? 0)
  const order = Uint32Array.from(frequency.keys()).sort(compare)
  const firsts = order.filter((at, i) => i === 0 || compare(order[i - 1] ?? 0, at) !== 0)
  const counts = new Float64Array(firsts.length)
  let group = -1
  for (const [i, at] of order.entries()) {
    if (i === 0 || compare(order[i - 1] ?? 0, at) !== 0) group++
    counts[group] = (counts[group] ?? 0) + 1
  }
  const column = (values: Float64Array) => Float64Array.from(firsts, (i) => values[i] ?? 0)
  return { frequency: column(frequency), recency: column(recency), age: column(age), customers: counts }
}

/** What is known about the value of purchases: customers with repeat purchases that were worth something. */
export function spendOf({ frequency, mean }: Cohort): SpendHistories {
  const rows: number[] = []
  for (let i = 0; i < frequency.length; i++) if ((mean?.[i] ?? 0) > 0 && (frequency[i] ?? 0) > 0) rows.push(i)
  return {
    purchases: Float64Array.from(rows, (i) => frequency[i] ?? 0),
    meanValue: Float64Array.from(rows, (i) => mean?.[i] ?? 0),
  }
}

/** What the model of spend may use of a customer. */
export function ownSpend({ frequency, mean }: Cohort, at: number) {
  const meanValue = mean?.[at] ?? 0
  return meanValue > 0 ? { purchases: frequency[at] ?? 0, meanValue } : { purchases: 0, meanValue: 0 }
}
