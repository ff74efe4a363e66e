import type { ClientBase } from 'pg'
import { agreement } from '../analytics/agreement.ts'
import { UnionFind } from '../analytics/graph/union-find.ts'
import {
  type IdentitySettings,
  type Schema,
  strength as strengths,
} from '../transforms/identity/matching/index.ts'
import type { LabelledRecords } from './labelled-records.ts'
import { type LinkedPairs, linkedPairs } from './linked-pairs.ts'
import { recordFigures, type ThresholdFigures } from './measured.ts'

type Thresholds = Pick<IdentitySettings['thresholds'], 'keep' | 'review' | 'link'>

/** The figures at each threshold, lowest first, for the pairs in matching's tables of a schema. */
export async function sweep(
  client: ClientBase,
  schema: Schema,
  { ids, people }: LabelledRecords,
  settings: IdentitySettings,
): Promise<readonly ThresholdFigures[]> {
  const pairs = await linkedPairs(client, schema, settings)
  const { rows } = await client.query<{ highest: number }>(
    `select coalesce(max(id), 0) as highest from ${schema}.record`,
  )
  const measured: ThresholdFigures[] = []
  const heaviest = pairs.strength.find((weight) => weight < strengths.identifier / 2)
  const thresholds = thresholdsOf(heaviest ?? settings.thresholds.link, settings.thresholds)
  for (const { threshold, roots } of clustersByThreshold(rows[0]?.highest ?? 0, pairs, thresholds)) {
    const found = Int32Array.from(ids, (id) => roots[id] ?? 0)
    const isInUse = threshold === settings.thresholds.link
    measured.push({ threshold, isInUse, ...recordFigures(agreement(found, people)) })
  }
  return measured.reverse()
}

/**
 * The clusters at each threshold, highest first, before guards: records connected by pairs of at least that weight,
 * or by decisions, links and identifiers. `roots` holds the root of each record by its id.
 */
export function* clustersByThreshold(
  highestId: number,
  pairs: LinkedPairs,
  thresholds: readonly number[],
): Generator<{ readonly threshold: number; readonly roots: Int32Array }> {
  const sets = new UnionFind(highestId + 1)
  let next = 0
  for (const threshold of [...thresholds].sort((a, b) => b - a)) {
    for (; next < pairs.strength.length && (pairs.strength[next] ?? 0) >= threshold; next++) {
      sets.union(pairs.a[next] ?? 0, pairs.b[next] ?? 0)
    }
    yield { threshold, roots: sets.roots() }
  }
}

/** Every whole bit from the lowest weight that is kept to the heaviest, and the thresholds in use. */
export function thresholdsOf(heaviest: number, { keep, review, link }: Thresholds): number[] {
  const from = Math.ceil(keep)
  const bits = Array.from({ length: Math.max(0, Math.floor(heaviest) - from + 1) }, (_, bit) => from + bit)
  return [...new Set([...bits, review, link])].sort((a, b) => a - b)
}
