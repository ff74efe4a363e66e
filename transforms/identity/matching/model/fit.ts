import { estimateM, estimateU, type Pattern } from '../../../../analytics/fellegi-sunter/em.ts'
import type { MatchModel } from '../../../../analytics/fellegi-sunter/types.ts'
import { weightOf } from '../../../../analytics/fellegi-sunter/weight.ts'
import type { IdentitySettings } from '../settings/schema.ts'
import { type Block, type Comparable, type Levels, matchProbability, Prior } from './prior.ts'
import { assumedMatches, assumedNonMatches, toShares } from './starting-values.ts'

export interface FittedModel {
  readonly model: MatchModel
  /** What the estimates rest on. */
  readonly evidence: {
    readonly comparable: Comparable
    readonly priorBound: 'lower' | 'upper' | null
    /** By comparison and level: pairs of one person that m was learnt from, without those that are assumed. */
    readonly learnt: Levels
    /** Where expectation maximisation did not settle. */
    readonly unconverged: readonly { readonly name: string; readonly iterations: number }[]
  }
}

/**
 * Estimates m, u and the prior in rounds, because each depends on the others. `random` are pairs for each comparison,
 * which u is learnt from.
 */
export function fitModel(
  settings: IdentitySettings,
  random: readonly (readonly Pattern[])[],
  blocks: readonly Block[],
  comparable: Comparable,
): FittedModel {
  const sizes = settings.comparisons.map(({ levels }) => levels.length + 2)
  const prior = new Prior(comparable)
  let u = estimateAllU(random, sizes, () => 0)
  let matched = estimateAllM(blocks, u, sizes)
  for (let round = 0; round < rounds; round++) {
    matched = estimateAllM(blocks, u, sizes)
    prior.estimate(blocks, matched.m, u)
    const estimates = { m: matched.m, u, prior: prior.value }
    u = estimateAllU(random, sizes, (levels) => matchProbability(levels, estimates))
  }
  const { m, learnt, unconverged } = matched
  const comparisons = settings.comparisons.map(({ name, levels }, c) => ({
    name,
    levels: ['null', ...levels.map(({ label }) => label), 'else'].map((label, level) => {
      const estimate = { label, m: m[c]?.[level] ?? 0, u: u[c]?.[level] ?? 0 }
      return { ...estimate, weight: level === 0 ? 0 : weightOf(estimate.m, estimate.u) }
    }),
  }))
  return {
    model: { prior: prior.value, comparisons },
    evidence: { comparable, priorBound: prior.bound, learnt, unconverged },
  }
}

/** Further rounds do not change the first four digits. */
const rounds = 5

/** u from random pairs, each counted by its probability of not being a match. */
function estimateAllU(
  random: readonly (readonly Pattern[])[],
  sizes: readonly number[],
  match: (levels: readonly number[]) => number,
): Levels {
  const assumed = sizes.map(assumedNonMatches)
  const estimateFrom = (pairs: readonly Pattern[]) =>
    estimateU(
      pairs.map(({ levels, count }) => ({ levels, count: count * (1 - match(levels)) })),
      assumed,
    )
  const estimates = new Map([...new Set(random)].map((pairs) => [pairs, estimateFrom(pairs)]))
  return random.map((pairs, c) => estimates.get(pairs)?.[c] ?? [])
}

/** m of each comparison from the blocks that do not force it, weighted by the matches in each. */
function estimateAllM(blocks: readonly Block[], u: Levels, sizes: readonly number[]) {
  const counts = sizes.map(assumedMatches)
  const learnt = sizes.map((size) => new Array<number>(size).fill(0))
  const unconverged: { name: string; iterations: number }[] = []
  for (const { name, patterns, fixed, oneIn } of blocks.filter(({ trains }) => trains)) {
    const telling = patterns.filter(({ levels }) => isTelling(levels, fixed))
    const { m, matches, iterations, hasConverged } = estimateM({ patterns: telling, u, fixed })
    if (!hasConverged) unconverged.push({ name, iterations })
    for (const [c, levels] of matches.entries()) {
      const total = (levels ?? []).reduce((sum, pairs) => sum + pairs, 0)
      for (const [level, pairs] of (levels ?? []).entries()) {
        add(learnt, c, level, level === 0 ? 0 : oneIn * pairs)
        add(counts, c, level, oneIn * (total - (levels?.[0] ?? 0)) * (m[c]?.[level] ?? 0))
      }
    }
  }
  return { m: counts.map(toShares), learnt, unconverged }
}

function add(counts: readonly number[][], comparison: number, level: number, pairs: number): void {
  const own = counts[comparison]
  if (own) own[level] = (own[level] ?? 0) + pairs
}

/**
 * One comparison alone cannot separate pairs of one person from pairs of two people: any share of matches would explain
 * its levels.
 */
function isTelling(levels: readonly number[], fixed: ReadonlySet<number>): boolean {
  return levels.filter((level, c) => level > 0 && !fixed.has(c)).length >= 2
}
