import type { ClientBase } from 'pg'
import { agreement } from '../analytics/agreement.ts'
import { UnionFind } from '../analytics/graph/union-find.ts'
import { strength as outranking } from '../transforms/identity/matching/clusters/edges.ts'
import type { IdentitySettings } from '../transforms/identity/matching/settings/declare.ts'
import type { LabelledRecords } from './labelled-records.ts'
import { type LinkedPairs, linkedPairs } from './linked-pairs.ts'
import { figuresFrom, type ThresholdFigures } from './measured.ts'

type Thresholds = Pick<IdentitySettings['thresholds'], 'keep' | 'review' | 'link'>

/** What each threshold would do, the lowest first, with the records that matching left in a schema. */
export async function sweep(
  client: ClientBase,
  schema: string,
  { ids, people }: LabelledRecords,
  settings: IdentitySettings,
): Promise<readonly ThresholdFigures[]> {
  const pairs = await linkedPairs(client, schema, settings)
  const { rows } = await client.query<{ top: number }>(
    `select coalesce(max(id), 0) as top from ${schema}.record`,
  )
  const measured: ThresholdFigures[] = []
  const heaviest = pairs.strength.find((weight) => weight < outranking.identifier / 2)
  const thresholds = thresholdsOf(heaviest ?? settings.thresholds.link, settings.thresholds)
  for (const { threshold, roots } of clustersByThreshold(rows[0]?.top ?? 0, pairs, thresholds)) {
    const found = Int32Array.from(ids, (id) => roots[id] ?? 0)
    const isInUse = threshold === settings.thresholds.link
    measured.push({ threshold, isInUse, ...figuresFrom(agreement(found, people)) })
  }
  return measured.reverse()
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
export function thresholdsOf(heaviest: number, { keep, review, link }: Thresholds): number[] {
  const from = Math.ceil(keep)
  const bits = Array.from({ length: Math.max(0, Math.floor(heaviest) - from + 1) }, (_, bit) => from + bit)
  return [...new Set([...bits, review, link])].sort((a, b) => a - b)
}
