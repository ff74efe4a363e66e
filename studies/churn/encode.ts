import { knotsOf, quantileOf, splineColumns } from '../../analytics/logistic/spline.ts'
import type { Feature } from './features.ts'

/** Two values of a feature, whose odds are compared: the difference of their columns. */
export interface Contrast {
  readonly value: string
  readonly against: string
  readonly difference: readonly number[]
}

/** How the values of a feature become columns of the design. What it knows, it learnt from the rows of the training. */
export interface Encoder {
  readonly name: string
  readonly width: number
  readonly contrasts: readonly Contrast[]
  readonly missing: number
  encode(row: number): readonly number[]
}

/** A number with so few values is read as categories: its effect need not rise or fall. */
const mostLevelsOfNumber = 6
const mostLevels = 40

/** A level that fewer rows have cannot be learnt: 30, but less in a small file. */
export function leastRowsOf(rows: number): number {
  return Math.max(5, Math.min(30, Math.floor(rows / 20)))
}

/** Null if the training says nothing about the feature. */
export function encoderOf(feature: Feature, training: Uint32Array): Encoder | null {
  if (feature.kind === 'category') return ofCategory(feature, training)
  const known = Float64Array.from(training, (row) => feature.values[row] ?? Number.NaN)
    .filter((value) => !Number.isNaN(value))
    .sort()
  const distinct = known.length === 0 ? [] : distinctUpTo(known, mostLevelsOfNumber)
  const least = leastRowsOf(training.length)
  const isEach = distinct?.every((level) => known.filter((value) => value === level).length >= least)
  if (distinct && (isEach || distinct.length < 2)) {
    const codes = Int32Array.from(feature.values, (value) => nearestOf(distinct, value))
    return ofCategory({ kind: 'category', name: feature.name, levels: distinct.map(String), codes }, training)
  }
  return ofNumber(feature.name, feature.values, known, training.length - known.length)
}

function ofNumber(name: string, values: Float64Array, known: Float64Array, missing: number): Encoder | null {
  // one wild value would decide the scale
  const [low, middle, high] = [0.01, 0.5, 0.99].map((share) => quantileOf(known, share))
  if (low === undefined || middle === undefined || high === undefined || low === high) return null
  const knots = knotsOf(known)
  const hasMissing = missing >= leastRowsOf(known.length + missing)
  const columnsOf = (value: number): number[] => {
    const inside = Number.isNaN(value) ? middle : Math.min(Math.max(value, low), high)
    return [...splineColumns(inside, knots), ...(hasMissing ? [Number(Number.isNaN(value))] : [])]
  }
  const against = columnsOf(middle)
  const contrasts = [quantileOf(known, 0.1), quantileOf(known, 0.9)].flatMap((value) =>
    value === middle
      ? []
      : [{ value: shown(value), against: shown(middle), difference: minus(columnsOf(value), against) }],
  )
  if (hasMissing) {
    const difference = minus(columnsOf(Number.NaN), against)
    contrasts.push({ value: 'missing', against: shown(middle), difference })
  }
  return {
    name,
    width: against.length,
    contrasts,
    missing,
    encode: (row) => columnsOf(values[row] ?? Number.NaN),
  }
}

function ofCategory(feature: Extract<Feature, { kind: 'category' }>, training: Uint32Array): Encoder | null {
  const counts = new Map<number, number>()
  for (const row of training) {
    const code = feature.codes[row] ?? -1
    counts.set(code, (counts.get(code) ?? 0) + 1)
  }
  const least = leastRowsOf(training.length)
  const nameOf = (code: number) => (code === -1 ? 'missing' : (feature.levels[code] ?? ''))
  const kept = [...counts]
    .filter(([, count]) => count >= least)
    .sort(([a, m], [b, n]) => n - m || (nameOf(a) < nameOf(b) ? -1 : 1))
    .slice(0, mostLevels)
    .map(([code]) => code)
  const [reference, ...own] = kept
  if (reference === undefined) return null
  const rest = training.length - kept.reduce((sum, code) => sum + (counts.get(code) ?? 0), 0)
  const hasOthers = rest >= least
  const width = own.length + (hasOthers ? 1 : 0)
  if (width === 0) return null
  const placeOf = new Map(own.map((code, at) => [code, at]))
  const one = (at: number) => Array.from({ length: width }, (_, i) => Number(i === at))
  const coded = Array.from({ length: width }, (_, at) => one(at))
  const none = one(-1)
  const against = nameOf(reference)
  const contrasts = own.map((code, at) => ({ value: nameOf(code), against, difference: one(at) }))
  if (hasOthers) contrasts.push({ value: 'any other', against, difference: one(own.length) })
  return {
    name: feature.name,
    width,
    contrasts,
    missing: counts.get(-1) ?? 0,
    encode: (row) => {
      const code = feature.codes[row] ?? -1
      if (code === reference) return none
      return coded[placeOf.get(code) ?? (hasOthers ? own.length : -1)] ?? none
    },
  }
}

/** The different values, or null if there are more than so many. */
function distinctUpTo(sorted: Float64Array, most: number): number[] | null {
  const distinct: number[] = []
  for (const value of sorted) {
    if (value !== distinct.at(-1)) distinct.push(value)
    if (distinct.length > most) return null
  }
  return distinct
}

/** -1 if the value is missing; a value that the training does not have counts as the nearest. */
function nearestOf(distinct: readonly number[], value: number): number {
  if (Number.isNaN(value)) return -1
  let best = 0
  for (const [at, each] of distinct.entries())
    if (Math.abs(each - value) < Math.abs((distinct[best] ?? 0) - value)) best = at
  return best
}

function minus(a: readonly number[], b: readonly number[]): number[] {
  return a.map((each, at) => each - (b[at] ?? 0))
}

function shown(value: number): string {
  return String(Number(value.toPrecision(4)))
}
