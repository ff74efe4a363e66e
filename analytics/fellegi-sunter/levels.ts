import { trigramSimilarity, withinEdits } from './text-distance.ts'
import type { Comparison, Level, PreparedRecord, PreparedValue } from './types.ts'

type Values = PreparedRecord['values']

/**
 * The level a comparison of two records falls on: 0 where a value is missing, the number of the first level that
 * holds, or else one more than there are levels. It is what Postgres finds for the same two records.
 */
export function levelOf({ requires, levels }: Comparison, a: Values, b: Values): number {
  if (requires.some((column) => isMissing(a[column]) || isMissing(b[column]))) return 0
  const first = levels.findIndex(({ when }) => holds(when, a, b))
  return (first < 0 ? levels.length : first) + 1
}

export function holds(level: Level, a: Values, b: Values): boolean {
  switch (level.kind) {
    case 'exact':
      return level.columns.every((column) => isSame(a[column], b[column]))
    case 'swapped': {
      const [one, other] = level.columns
      return isSame(a[one], b[other]) && isSame(a[other], b[one])
    }
    case 'all':
      return level.of.every((each) => holds(each, a, b))
    case 'any':
      return level.of.some((each) => holds(each, a, b))
    case 'overlap': {
      const [one, other] = [a[level.column], b[level.column]]
      return isList(one) && isList(other) && one.some((value) => other.includes(value))
    }
    case 'number': {
      const [one, other] = [a[level.column], b[level.column]]
      return typeof one === 'number' && typeof other === 'number' && Math.abs(one - other) <= level.atMost
    }
    default: {
      const [one, other] = [a[level.column], b[level.column]]
      return typeof one === 'string' && typeof other === 'string' && textHolds(level, one, other)
    }
  }
}

type TextLevel = Extract<Level, { kind: 'prefix' | 'levenshtein' | 'trigram' | 'days' | 'dayMonthSwapped' }>

function textHolds(level: TextLevel, a: string, b: string): boolean {
  switch (level.kind) {
    case 'prefix':
      return prefix(a, level.length) === prefix(b, level.length)
    case 'levenshtein':
      return withinEdits(a, b, level.atMost)
    case 'trigram':
      return trigramSimilarity(a, b) >= level.atLeast
    case 'days':
      return Math.abs(dayNumber(a) - dayNumber(b)) <= level.atMost
    case 'dayMonthSwapped':
      return a === b.replace(/^(\d{4})-(\d\d)-(\d\d)$/, '$1-$3-$2')
  }
}

function isMissing(value: PreparedValue | undefined): value is null | undefined {
  return value === null || value === undefined
}

function isList(value: PreparedValue | undefined): value is readonly string[] {
  return Array.isArray(value)
}

/** Never where a value is missing; lists are the same where they are it item by item. */
function isSame(a: PreparedValue | undefined, b: PreparedValue | undefined): boolean {
  if (isMissing(a) || isMissing(b)) return false
  if (isList(a) && isList(b)) return a.length === b.length && a.every((value, index) => value === b[index])
  return a === b
}

/** The whole text where it is shorter. */
function prefix(text: string, length: number): string {
  return Array.from(text).slice(0, length).join('')
}

function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / 86_400_000
}
