import { UnionFind } from '../../analytics/graph/union-find.ts'
import { strength } from '../../transforms/identity/matching/edges.ts'
import type { LinkedPairs } from './linked-pairs.ts'

/** The weights at which something is decided. */
export interface Thresholds {
  readonly keep: number
  readonly review: number
  readonly link: number
}

/**
 * Clusters at each threshold, the highest first: all that hangs together by pairs of at least that weight and by
 * what outranks the model, before guards cut anything. By the id of each record, its root.
 */
export function* clustersByThreshold(
  highestId: number,
  pairs: LinkedPairs,
  thresholds: readonly number[],
): Generator<{ readonly threshold: number; readonly roots: Int32Array }> {
  const sets = new UnionFind(highestId + 1)
  let at = 0
  for (const threshold of [...thresholds].sort((a, b) => b - a)) {
    for (; at < pairs.strength.length && (pairs.strength[at] ?? 0) >= threshold; at++) {
      sets.union(pairs.a[at] ?? 0, pairs.b[at] ?? 0)
    }
    yield { threshold, roots: sets.roots() }
  }
}

/** Every bit from where pairs are kept to the heaviest, and the thresholds in use. */
export function thresholdsOf(
  { strength: weights }: LinkedPairs,
  { keep, review, link }: Thresholds,
): number[] {
  const heaviest = weights.find((weight) => weight < strength.identifier / 2) ?? link
  const from = Math.ceil(keep)
  const bits = Array.from({ length: Math.max(0, Math.floor(heaviest) - from + 1) }, (_, bit) => from + bit)
  return [...new Set([...bits, review, link])].sort((a, b) => a - b)
}
