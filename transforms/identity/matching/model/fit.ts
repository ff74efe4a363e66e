import { estimateM, estimateU, type Pattern } from '../../../../analytics/fellegi-sunter/em.ts'
import type { MatchModel } from '../../../../analytics/fellegi-sunter/types.ts'
import { probabilityOf, weightOf } from '../../../../analytics/fellegi-sunter/weight.ts'
import type { IdentitySettings } from '../settings/schema.ts'
import { assumedM, assumedMatches, assumedNonMatches, toShares } from './starting-values.ts'

export interface BlockPattern extends Pattern {
  /** Whether no earlier source finds these pairs. */
  readonly isFirst: boolean
}

/** A sample of the pairs of one blocking rule or identifier. */
export interface Block {
  /** The sample is one pair in this many. */
  readonly oneIn: number
  /** Whether m is learnt from it. */
  readonly trains: boolean
  /** Comparisons that the rule forces to agree; nothing is learnt about them. */
  readonly fixed: ReadonlySet<number>
  readonly patterns: readonly BlockPattern[]
}

type Levels = readonly (readonly number[])[]

/** Estimates m, u and the prior in rounds, because each depends on the others. */
export function fitModel(
  settings: IdentitySettings,
  random: readonly Pattern[],
  blocks: readonly Block[],
  recordCount: number,
): MatchModel {
  const sizes = settings.comparisons.map(({ levels }) => levels.length + 2)
  const pairCount = Math.max(1, (recordCount * (recordCount - 1)) / 2)
  let prior = clamp(1 / Math.max(recordCount, 2))
  let u = estimateAllU(random, sizes, () => 0)
  let m: Levels = sizes.map(assumedM)
  for (let round = 0; round < rounds; round++) {
    m = estimateAllM(blocks, u, sizes)
    prior = estimatePrior(blocks, m, u, pairCount, prior)
    const estimates = { m, u, prior }
    u = estimateAllU(random, sizes, (levels) => probability(levels, estimates))
  }
  return {
    prior,
    comparisons: settings.comparisons.map(({ name, levels }, c) => ({
      name,
      levels: ['null', ...levels.map(({ label }) => label), 'else'].map((label, level) => {
        const estimate = { label, m: m[c]?.[level] ?? 0, u: u[c]?.[level] ?? 0 }
        return { ...estimate, weight: level === 0 ? 0 : weightOf(estimate.m, estimate.u) }
      }),
    })),
  }
}

/** Further rounds do not change the first four digits. */
const rounds = 5

/** u from random pairs, each counted by its probability of not being a match. */
function estimateAllU(
  random: readonly Pattern[],
  sizes: readonly number[],
  match: (levels: readonly number[]) => number,
): Levels {
  const nonMatches = random.map(({ levels, count }) => ({ levels, count: count * (1 - match(levels)) }))
  return estimateU(nonMatches, sizes.map(assumedNonMatches))
}

/** m of each comparison from the blocks that do not force it, weighted by the matches in each. */
function estimateAllM(blocks: readonly Block[], u: Levels, sizes: readonly number[]): Levels {
  const counts = sizes.map(assumedMatches)
  for (const { patterns, fixed, oneIn } of blocks.filter(({ trains }) => trains)) {
    const { lambda, m } = estimateM({ patterns, u, fixed })
    const matches = lambda * oneIn * patterns.reduce((sum, { count }) => sum + count, 0)
    for (const [c, levels] of m.entries())
      for (const [level, value] of (levels ?? []).entries()) {
        const own = counts[c]
        if (own) own[level] = (own[level] ?? 0) + matches * value
      }
  }
  return counts.map(toShares)
}

/** The share of all pairs that are expected to match, assuming that blocking misses few matches. */
function estimatePrior(
  blocks: readonly Block[],
  m: Levels,
  u: Levels,
  pairCount: number,
  from: number,
): number {
  let prior = from
  for (let round = 0; round < 20; round++) {
    let matches = 0
    for (const { patterns, oneIn } of blocks)
      for (const { levels, count, isFirst } of patterns)
        if (isFirst) matches += oneIn * count * probability(levels, { m, u, prior })
    prior = clamp(matches / pairCount)
  }
  return prior
}

interface Estimates {
  readonly m: Levels
  readonly u: Levels
  readonly prior: number
}

function probability(levels: readonly number[], { m, u, prior }: Estimates): number {
  let weight = Math.log2(prior / (1 - prior))
  for (const [c, level] of levels.entries())
    if (level > 0) weight += weightOf(m[c]?.[level] ?? 0, u[c]?.[level] ?? 0)
  return probabilityOf(weight)
}

/** No evidence could change a prior of 0 or 1. */
function clamp(prior: number): number {
  return Math.min(0.5, Math.max(1e-12, prior))
}
