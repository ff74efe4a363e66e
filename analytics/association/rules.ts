import { chanceOfAtLeast, requireTable } from './hypergeometric.ts'

/** How often two things are in one basket: shares of 1, and a lift of 1 if they do not depend on each other. */
export interface Rule {
  /** Share of all baskets that hold both. */
  readonly support: number
  /** Of the baskets with the first, the share that hold the second too. */
  readonly confidence: number
  /** How many times as often both are together as they would be by chance. */
  readonly lift: number
  /** The chance that they are together so often or more, if they do not depend on each other. */
  readonly probability: number
}

/**
 * The rule "who takes the first takes the second" by exact counting (Agrawal, Imieliński & Swami 1993; lift: Brin et al.
 * 1997). Counts are baskets: with both, with the first, with the second, and all.
 */
export function ruleOf(both: number, first: number, second: number, all: number): Rule {
  requireTable(both, first, second, all)
  if (first === 0 || second === 0) throw new RangeError('A rule needs a basket with each of its two things.')
  return {
    support: both / all,
    confidence: both / first,
    lift: (both * all) / (first * second),
    probability: chanceOfAtLeast(both, first, second, all),
  }
}
