/**
 * Terms, as in Fellegi & Sunter (1969), "A Theory for Record Linkage", JASA 64(328):
 * - comparison: what is compared of two records, such as the birth date; it falls on exactly one of its levels
 * - m, u: the probability of a level among pairs of one person, and among pairs of two people
 * - match weight: log2(m / u); the weight of a pair is the sum over comparisons and the prior
 * - prior: the probability that two records drawn at random are one person
 */

/** A condition on prepared columns of two records; true only where no value it looks at is missing. */
export type Level =
  | { readonly kind: 'exact'; readonly columns: readonly string[] }
  /** The one's first column is the other's second, and the other way round. */
  | { readonly kind: 'swapped'; readonly columns: readonly [string, string] }
  | { readonly kind: 'prefix'; readonly column: string; readonly length: number }
  /** Edits, counted in characters. */
  | { readonly kind: 'levenshtein'; readonly column: string; readonly atMost: number }
  /** Similarity of sets of trigrams, 0 to 1, as pg_trgm counts it. */
  | { readonly kind: 'trigram'; readonly column: string; readonly atLeast: number }
  /** Lists share a value, such as a Daitch-Mokotoff code. */
  | { readonly kind: 'overlap'; readonly column: string }
  /** Days are at most so many days apart. */
  | { readonly kind: 'days'; readonly column: string; readonly atMost: number }
  /** Days differ in that day and month are swapped. */
  | { readonly kind: 'dayMonthSwapped'; readonly column: string }
  | { readonly kind: 'number'; readonly column: string; readonly atMost: number }
  | { readonly kind: 'all'; readonly of: readonly Level[] }
  | { readonly kind: 'any'; readonly of: readonly Level[] }

/**
 * Levels in order: the first that holds counts. Before them stands level 0, "null": a column of `requires` is
 * missing on either side, which says nothing. After them stands the last, "else".
 */
export interface Comparison {
  readonly name: string
  /** Prepared columns that both records must have. */
  readonly requires: readonly string[]
  readonly levels: readonly {
    readonly label: string
    readonly when: Level
    /** Agreeing on a rare value says more than on a common one: the value's own frequency takes the place of u. */
    readonly termFrequency?: string | undefined
  }[]
}

/** A day is 'YYYY-MM-DD'. */
export type PreparedValue = string | number | readonly string[] | null

/** What is compared of a record. */
export interface PreparedRecord {
  readonly values: Readonly<Record<string, PreparedValue>>
  /** By comparison: what its value's rarity adds to the weight where both records have it. */
  readonly termWeights: Readonly<Record<string, number>>
}

export interface LevelEstimate {
  readonly label: string
  readonly m: number
  readonly u: number
  /** log2(m / u); 0 for the null level. */
  readonly weight: number
}

/** A comparison's estimates, null level first and else last. */
export interface ComparisonEstimate {
  readonly name: string
  readonly levels: readonly LevelEstimate[]
}

export interface MatchModel {
  readonly prior: number
  readonly comparisons: readonly ComparisonEstimate[]
}
