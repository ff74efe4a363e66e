/**
 * Terms, as in Fader, Hardie & Lee (2005), "'Counting Your Customers' the Easy Way", Marketing Science 24(2):
 * - frequency x: how many repeat purchases a customer made; several on one day count once, and the first does not count
 * - recency t_x: the time from the first to the last purchase; 0 without a repeat purchase
 * - age T: the time from the first purchase to the end of the observation
 * All times are in one unit, such as the week, which is then the unit of parameters and forecasts too.
 */

/** Sufficient statistics in columns: how many customers have the same frequency, recency and age. */
export interface Histories {
  readonly frequency: ArrayLike<number>
  readonly recency: ArrayLike<number>
  readonly age: ArrayLike<number>
  readonly customers: ArrayLike<number>
}

/** Checked histories in one order, so that sums do not depend on the order of the rows, with their totals. */
export interface OrderedHistories {
  readonly size: number
  readonly frequency: Float64Array
  readonly recency: Float64Array
  readonly age: Float64Array
  readonly customers: Float64Array
  /** The different frequencies, ascending, and by group: which one it has. */
  readonly frequencies: Float64Array
  readonly frequencyAt: Int32Array
  readonly customerCount: number
  readonly purchaseCount: number
}

/** The longest time and the highest frequency that the models are proven for. */
export const most = 1e7

/** Throws a RangeError unless a history is possible: whole x ≥ 0; 0 < t_x ≤ T if x > 0, and t_x = 0 if x = 0. */
export function checkHistory(frequency: number, recency: number, age: number): void {
  const isPossible =
    Number.isInteger(frequency) &&
    frequency >= 0 &&
    frequency <= most &&
    age >= 0 &&
    age <= most &&
    recency <= age &&
    (frequency === 0 ? recency === 0 : recency > 0)
  if (isPossible) return
  throw new RangeError(
    `no customer can have frequency ${frequency}, recency ${recency} and age ${age}: frequency must be a whole number, ` +
      `recency 0 without a repeat purchase and otherwise more than 0, and no more than age; none may exceed ${most}`,
  )
}

export function orderHistories(histories: Histories): OrderedHistories {
  const { frequency, recency, age, customers } = histories
  const size = frequency.length
  if (recency.length !== size || age.length !== size || customers.length !== size) {
    throw new RangeError(
      `columns of ${size}, ${recency.length}, ${age.length} and ${customers.length} rows do not fit`,
    )
  }
  const order = Uint32Array.from({ length: size }, (_, i) => i)
  for (let i = 0; i < size; i++) {
    checkHistory(frequency[i] ?? NaN, recency[i] ?? NaN, age[i] ?? NaN)
    const count = customers[i] ?? NaN
    if (!(count > 0 && count <= 1e12)) throw new RangeError(`a group of ${count} customers is not possible`)
  }
  const compare = (a: number, b: number) =>
    (frequency[a] ?? 0) - (frequency[b] ?? 0) ||
    (recency[a] ?? 0) - (recency[b] ?? 0) ||
    (age[a] ?? 0) - (age[b] ?? 0) ||
    (customers[a] ?? 0) - (customers[b] ?? 0)
  if (order.some((at, i) => i > 0 && compare(at - 1, at) > 0)) order.sort(compare)
  const column = (values: ArrayLike<number>) => Float64Array.from(order, (at) => values[at] ?? 0)
  const ordered = column(frequency)
  const frequencies = ordered.filter((x, i) => i === 0 || x !== ordered[i - 1])
  const counts = column(customers)
  const frequencyAt = new Int32Array(size)
  let at = 0
  let customerCount = 0
  let purchaseCount = 0
  for (let i = 0; i < size; i++) {
    const x = ordered[i] ?? 0
    if (x !== frequencies[at]) at++
    frequencyAt[i] = at
    customerCount += counts[i] ?? 0
    purchaseCount += (counts[i] ?? 0) * x
  }
  return {
    size,
    frequency: ordered,
    recency: column(recency),
    age: column(age),
    customers: counts,
    frequencies,
    frequencyAt,
    customerCount,
    purchaseCount,
  }
}
