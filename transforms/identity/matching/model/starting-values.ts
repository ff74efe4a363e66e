/**
 * What is assumed before any pair is seen, as numbers of pairs. They decide the model of a handful of records and are
 * lost among thousands.
 */
const assumed = {
  m: { first: 0.8, between: 0.12, matches: 5 },
  u: { each: 0.001, pairs: 500 },
}

/**
 * The prior before any pair is seen: each record has one duplicate, among at least so many records. No data make it
 * rarer than one duplicate in a thousand records.
 */
export const assumedDuplicates = { matches: 5, fewestRecords: 100, rarest: 0.001 }

/** Pairs of one person on each level of a comparison: most agree on the first. */
export function assumedMatches(levelCount: number): number[] {
  return assumedM(levelCount).map((share) => share * assumed.m.matches)
}

function assumedM(levelCount: number): number[] {
  const { first, between } = assumed.m
  const shares = Array.from({ length: levelCount }, (_, level) => {
    if (level === 0) return 0
    if (level === 1) return first
    return level === levelCount - 1 ? 1 - first - between : between / (levelCount - 3)
  })
  return toShares(shares)
}

/** Pairs of two people on each level of a comparison: all but the last level are rare. */
export function assumedNonMatches(levelCount: number): number[] {
  const { each, pairs } = assumed.u
  return Array.from({ length: levelCount }, (_, level) => {
    if (level === 0) return 0
    return (level === levelCount - 1 ? 1 - each * (levelCount - 2) : each) * pairs
  })
}

export function toShares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count) => count / total)
}
