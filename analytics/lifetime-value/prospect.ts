/** The most purchases whose probabilities are listed one by one. */
export const mostListed = 20_000
/** Probabilities below this, compared with the first, are left off a list. */
export const leastListed = 1e-9

/**
 * What a customer will do who is alive now: it depends on frequency and age only, because the recency says no more once
 * it is known that the customer is alive. Times are from now on, in the unit of the parameters.
 */
export interface Prospect {
  /** The expected number of purchases within t; `tails(t)` saves work if it is at hand. */
  mean(t: number, tails?: Float64Array | null): number
  /** P(at least n purchases within t), n ≥ 1. */
  atLeast(n: number, t: number): number
  /** P(at least n purchases within t) for n = 1, 2, … until it is negligible; null if that are too many. */
  tails(t: number): Float64Array | null
  /** The expected number of purchases ever, each discounted by e^−δτ, with no limit of time. δ > 0. */
  discounted(delta: number): number
}
