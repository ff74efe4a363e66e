/**
 * Terms, as in Fellegi & Sunter (1969), "A Theory for Record Linkage", JASA 64(328):
 * - comparison: of one thing that two records have, such as the birth date; it reaches exactly one of its levels
 * - m, u: the probability of a level among pairs of one person, and among pairs of two people
 * - match weight: log2(m / u); the weight of a pair is the sum over comparisons and the prior
 * - prior: the probability that two records drawn at random are one person
 */

/** A condition on prepared columns of two records. It never holds if a value that it reads is missing. */
export type Level =
  | { readonly kind: 'exact'; readonly columns: readonly string[] }
  /**
   * Each record's first column is the other's second. One of the two may be a beginning (the first of several names) or
   * differ in a letter.
   */
  | { readonly kind: 'swapped'; readonly columns: readonly [string, string] }
  | { readonly kind: 'prefix'; readonly column: string; readonly length: number }
  /** One value begins with the other: an initial, a short form, the first of two names. */
  | { readonly kind: 'begins'; readonly column: string }
  /** Insertions, deletions and replacements of characters. */
  | { readonly kind: 'levenshtein'; readonly column: string; readonly atMost: number }
  /** The similarity of pg_trgm, 0 to 1. */
  | { readonly kind: 'trigram'; readonly column: string; readonly atLeast: number }
  /** Two lists have a value in common, such as a Daitch-Mokotoff code. */
  | { readonly kind: 'overlap'; readonly column: string }
  /** Two days are at most this many days apart. */
  | { readonly kind: 'days'; readonly column: string; readonly atMost: number }
  /** Two days are equal once day and month of one are swapped. */
  | { readonly kind: 'dayMonthSwapped'; readonly column: string }
  | { readonly kind: 'number'; readonly column: string; readonly atMost: number }
  | { readonly kind: 'all'; readonly of: readonly Level[] }
  | { readonly kind: 'any'; readonly of: readonly Level[] }

/**
 * A comparison reaches the first of its levels that holds, numbered from 1. It reaches level 0, "null", if either
 * record lacks a column of `requires`, and the last level, "else", if no other holds.
 */
export interface Comparison {
  readonly name: string
  /** Prepared columns that both records must have. */
  readonly requires: readonly string[]
  readonly levels: readonly {
    readonly label: string
    readonly when: Level
    /** Agreement on a rare value is stronger evidence: the frequency of the value in this column replaces u. */
    readonly termFrequency?: string | undefined
  }[]
}

export interface LevelEstimate {
  readonly label: string
  readonly m: number
  readonly u: number
  /** log2(m / u); 0 for the null level. */
  readonly weight: number
}

/** The estimates of a comparison's levels, null first and else last. */
export interface ComparisonEstimate {
  readonly name: string
  readonly levels: readonly LevelEstimate[]
}

export interface MatchModel {
  readonly prior: number
  readonly comparisons: readonly ComparisonEstimate[]
}
