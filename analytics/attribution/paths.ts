import { ExactSum } from './exact-sum.ts'

/**
 * Terms
 * - touchpoint: one contact of a channel; path: the touchpoints of a journey in order
 * - conversions, nulls: how many journeys with that path ended with a conversion, and how many without
 * - value: what these conversions are worth together, in any one currency; below 0 if more was given back than sold
 * - credit: the conversions, or the value, that a model puts down to a channel
 */
export interface Path {
  /** Names of channels, the first contact first. */
  readonly touches: readonly string[]
  readonly conversions: number
  readonly value: number
  readonly nulls: number
}

/** Paths with numbers of channels in place of names, each path once, in one order. */
export interface PathSet {
  /** Sorted by code unit; a channel is known by its position. */
  readonly channels: readonly string[]
  readonly paths: readonly NumberedPath[]
  readonly conversions: number
  readonly value: number
  readonly nulls: number
}

export interface NumberedPath extends Omit<Path, 'touches'> {
  readonly touches: readonly number[]
}

/**
 * Adds up rows with the same path, and sorts: what follows is the same to the last digit, whatever the order of the rows.
 * Throws a `RangeError` for a path without a touchpoint, for a negative count, and for what is no number.
 */
export function pathSet(rows: Iterable<Path>): PathSet {
  const sums = new Map<string, Sums>()
  const names = new Set<string>()
  const totals = newSums([])
  for (const row of rows) {
    check(row)
    const key = JSON.stringify(row.touches)
    let sum = sums.get(key)
    if (!sum) {
      sum = newSums(row.touches)
      sums.set(key, sum)
      for (const name of row.touches) names.add(name)
    }
    for (const to of [sum, totals]) {
      to.conversions.add(row.conversions)
      to.value.add(row.value)
      to.nulls.add(row.nulls)
    }
  }
  const channels = [...names].sort(byCodeUnit)
  const numbers = new Map(channels.map((name, number) => [name, number]))
  const paths = [...sums.values()]
    .map((sum) => ({ touches: sum.touches.map((name) => numbers.get(name) ?? 0), ...totalsOf(sum) }))
    .sort((a, b) => byTouches(a.touches, b.touches))
  return { channels, paths, ...totalsOf(totals) }
}

interface Sums {
  readonly touches: readonly string[]
  readonly conversions: ExactSum
  readonly value: ExactSum
  readonly nulls: ExactSum
}

function newSums(touches: readonly string[]): Sums {
  return { touches, conversions: new ExactSum(), value: new ExactSum(), nulls: new ExactSum() }
}

function totalsOf({ conversions, value, nulls }: Sums) {
  return { conversions: conversions.total, value: value.total, nulls: nulls.total }
}

function check({ touches, conversions, value, nulls }: Path): void {
  if (touches.length === 0) throw new RangeError('A path needs at least one touchpoint.')
  for (const [name, number] of Object.entries({ conversions, nulls })) {
    if (!Number.isFinite(number) || number < 0)
      throw new RangeError(`The ${name} of ${touches.join(' > ')} must be a number from 0, not ${number}.`)
  }
  if (!Number.isFinite(value))
    throw new RangeError(`The value of ${touches.join(' > ')} is no number: ${value}.`)
}

function byCodeUnit(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function byTouches(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length && at < b.length; at++) {
    const difference = (a[at] ?? 0) - (b[at] ?? 0)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
