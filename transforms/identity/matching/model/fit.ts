import { estimateM, estimateU, type Pattern } from '../../../../analytics/fellegi-sunter/em.ts'
import type { MatchModel } from '../../../../analytics/fellegi-sunter/types.ts'
import { probabilityOf, weightOf } from '../../../../analytics/fellegi-sunter/weight.ts'
import type { IdentitySettings } from '../settings/declare.ts'

export interface BlockPattern extends Pattern {
  /** Whether these pairs were found by no earlier source. */
  readonly isFirst: boolean
}

/** The pairs of one blocking rule or identifier. */
export interface Block {
  /** One pair in so many was looked at. */
  readonly share: number
  /** Whether m is learnt from it. */
  readonly trains: boolean
  /** Comparisons that tell nothing here. */
  readonly fixed: ReadonlySet<number>
  readonly patterns: readonly BlockPattern[]
}

type Levels = readonly (readonly number[])[]

/**
 * What is believed before anything is seen, and how many pairs that belief weighs: with a handful of records it
 * is all there is, with thousands it is nothing.
 */
const belief = {
  m: { first: 0.8, between: 0.12, matches: 5 },
  u: { each: 0.001, pairs: 500 },
}

/** m, u and the prior from random pairs and the pairs of each block; they depend on each other, so in rounds. */
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
  let m: Levels = sizes.map(believedM)
  for (let round = 0; round < rounds; round++) {
    m = estimateAllM(blocks, u, sizes)
    prior = estimatePrior(blocks, m, u, pairCount, prior)
    const odds = prior
    const current = m
    const known = u
    u = estimateAllU(random, sizes, (levels) => probability(levels, current, known, odds))
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

/** More rounds change nothing in the fourth digit. */
const rounds = 5

/** u from random pairs, each counted as far as it is not a match. */
function estimateAllU(
  random: readonly Pattern[],
  sizes: readonly number[],
  match: (levels: readonly number[]) => number,
): Levels {
  const strangers = random.map(({ levels, count }) => ({ levels, count: count * (1 - match(levels)) }))
  return estimateU(strangers, sizes.map(believedU))
}

/** Each comparison's m over all blocks that do not force it, by the number of matches each block has. */
function estimateAllM(blocks: readonly Block[], u: Levels, sizes: readonly number[]): Levels {
  const counts = sizes.map((size) => believedM(size).map((share) => share * belief.m.matches))
  for (const { patterns, fixed, share } of blocks.filter(({ trains }) => trains)) {
    const { lambda, m } = estimateM({ patterns, u, fixed })
    const matches = lambda * share * patterns.reduce((sum, { count }) => sum + count, 0)
    for (const [c, levels] of m.entries())
      for (const [level, value] of (levels ?? []).entries()) {
        const own = counts[c]
        if (own) own[level] = (own[level] ?? 0) + matches * value
      }
  }
  return counts.map(toShares)
}

/** The expected matches among all candidate pairs, over all pairs: what blocking misses is taken to be little. */
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
    for (const { patterns, share } of blocks)
      for (const { levels, count, isFirst } of patterns)
        if (isFirst) matches += share * count * probability(levels, m, u, prior)
    prior = clamp(matches / pairCount)
  }
  return prior
}

function probability(levels: readonly number[], m: Levels, u: Levels, prior: number): number {
  let weight = Math.log2(prior / (1 - prior))
  for (const [c, level] of levels.entries())
    if (level > 0) weight += weightOf(m[c]?.[level] ?? 0, u[c]?.[level] ?? 0)
  return probabilityOf(weight)
}

/** In pairs, by level: all but else are rare. */
function believedU(size: number): number[] {
  const { each, pairs } = belief.u
  return Array.from({ length: size }, (_, level) => {
    if (level === 0) return 0
    return (level === size - 1 ? 1 - each * (size - 2) : each) * pairs
  })
}

function believedM(size: number): number[] {
  const { first, between } = belief.m
  const levels = Array.from({ length: size }, (_, level) => {
    if (level === 0) return 0
    if (level === 1) return first
    return level === size - 1 ? 1 - first - between : between / (size - 3)
  })
  return toShares(levels)
}

function toShares(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0)
  return counts.map((count) => count / total)
}

/** A prior of nought or one could never be moved by evidence. */
function clamp(prior: number): number {
  return Math.min(0.5, Math.max(1e-12, prior))
}
