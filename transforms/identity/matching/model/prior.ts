import type { Pattern } from '../../../../analytics/fellegi-sunter/em.ts'
import { probabilityOf, weightOf } from '../../../../analytics/fellegi-sunter/weight.ts'
import { assumedDuplicates } from './starting-values.ts'

/** Numbers by comparison and level. */
export type Levels = readonly (readonly number[])[]

export interface BlockPattern extends Pattern {
  /** Whether no earlier source finds these pairs. */
  readonly isFirst: boolean
}

/** A sample of the pairs of one blocking rule or identifier. */
export interface Block {
  readonly name: string
  /** The sample is one pair in this many. */
  readonly oneIn: number
  /** Whether m is learnt from it. */
  readonly trains: boolean
  /** Comparisons that the rule forces to agree; nothing is learnt about them. */
  readonly fixed: ReadonlySet<number>
  readonly patterns: readonly BlockPattern[]
}

/** Records that share at least one filled blocking key or identifier with others, and the pairs of them that do. */
export interface Comparable {
  /** All records, comparable or not. */
  readonly total: number
  readonly records: number
  readonly pairs: number
}

interface Estimates {
  readonly m: Levels
  readonly u: Levels
  readonly prior: number
}

/**
 * The share of comparable pairs that are one person, assuming that blocking misses few of them. Pairs that no rule
 * could find, because one record lacks what the other has, say nothing about it. A few pairs are assumed, so that
 * rules that find nothing do not make it impossible that any two records are one person.
 */
export class Prior {
  value: number
  bound: 'lower' | 'upper' | null = null
  readonly #assumed: { readonly matches: number; readonly pairs: number }
  readonly #comparable: Comparable
  readonly #lowest: number

  constructor(comparable: Comparable) {
    const { matches, fewestRecords, rarest } = assumedDuplicates
    this.value = 1 / Math.max(comparable.records, fewestRecords)
    this.#assumed = { matches, pairs: matches / this.value }
    this.#comparable = comparable
    this.#lowest = this.value * rarest
  }

  estimate(blocks: readonly Block[], m: Levels, u: Levels): void {
    for (let round = 0; round < rounds; round++) {
      let matches = 0
      for (const { patterns, oneIn } of blocks)
        for (const { levels, count, isFirst } of patterns)
          if (isFirst) matches += oneIn * count * matchProbability(levels, { m, u, prior: this.value })
      const { matches: assumedMatches, pairs: assumedPairs } = this.#assumed
      const share = (matches + assumedMatches) / (this.#comparable.pairs + assumedPairs)
      this.value = Math.min(highest, Math.max(this.#lowest, share))
      this.bound = matches < 1 || share < this.#lowest ? 'lower' : share > highest ? 'upper' : null
    }
  }
}

const rounds = 20
/** Beyond one half, any two records would be one person before they are compared. */
const highest = 0.5

export function matchProbability(levels: readonly number[], { m, u, prior }: Estimates): number {
  let weight = Math.log2(prior / (1 - prior))
  for (const [c, level] of levels.entries())
    if (level > 0) weight += weightOf(m[c]?.[level] ?? 0, u[c]?.[level] ?? 0)
  return probabilityOf(weight)
}
