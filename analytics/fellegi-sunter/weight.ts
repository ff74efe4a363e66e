import { levelOf } from './levels.ts'
import type { Comparison, MatchModel, PreparedRecord } from './types.ts'

export interface MatchWeight {
  readonly weight: number
  /** By comparison, the level the pair fell on. */
  readonly levels: readonly number[]
  readonly parts: readonly WeightPart[]
}

/** What one comparison adds to the weight of a pair. */
export interface WeightPart {
  readonly comparison: string
  readonly label: string
  readonly weight: number
  /** What the rarity of the value both have adds. */
  readonly termWeight: number
}

/**
 * The weight of two records' being one person. Additions are made in the order of the comparisons and grouped as
 * Postgres makes them over all pairs, so that the sum is the same to the last bit.
 */
export function matchWeight(
  comparisons: readonly Comparison[],
  model: MatchModel,
  a: PreparedRecord,
  b: PreparedRecord,
): MatchWeight {
  const levels = comparisons.map((comparison) => levelOf(comparison, a.values, b.values))
  const parts = comparisons.map((comparison, index) => {
    const level = levels[index] ?? 0
    const estimate = model.comparisons[index]?.levels[level]
    if (!estimate) throw new RangeError(`the model has no level ${level} of ${comparison.name}`)
    const hasTerm = comparison.levels[level - 1]?.termFrequency !== undefined
    return {
      comparison: comparison.name,
      label: estimate.label,
      weight: estimate.weight,
      termWeight: hasTerm ? (a.termWeights[comparison.name] ?? 0) : 0,
    }
  })
  const weight = parts.reduce(
    (sum, part) => sum + (part.weight + part.termWeight),
    Math.log2(model.prior / (1 - model.prior)),
  )
  return { weight, levels, parts }
}

/** The probability that a pair of this weight is one person. */
export function probabilityOf(weight: number): number {
  return 1 / (1 + 2 ** -weight)
}

/**
 * Rarer than one in 10^9 is not told from impossible by any number of pairs one trains on; so one level's weight
 * stays finite, and within 30 bits either way.
 */
const rarest = 1e-9

export function weightOf(m: number, u: number): number {
  return Math.log2(Math.max(m, rarest) / Math.max(u, rarest))
}
