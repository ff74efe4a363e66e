/** The probability that a pair of this match weight is one person. */
export function probabilityOf(weight: number): number {
  return 1 / (1 + 2 ** -weight)
}

/**
 * Rarer than one in 10^9 cannot be distinguished from impossible with any number of pairs that a model is trained on.
 * So the weight of one level is finite, and within 30 bits of 0.
 */
const rarest = 1e-9

export function weightOf(m: number, u: number): number {
  return Math.log2(Math.max(m, rarest) / Math.max(u, rarest))
}
