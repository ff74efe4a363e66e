/** 1 / (1 + exp(-x)), without overflow. */
export function sigmoid(logit: number): number {
  if (logit >= 0) return 1 / (1 + Math.exp(-logit))
  const e = Math.exp(logit)
  return e / (1 + e)
}

/** ln(1 + exp(x)), without overflow: the loss of a case that did not happen. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)))
}

/** Probabilities so close to 0 and 1 stand for them where a logarithm would be infinite. */
const nearest = 1e-12

export function within(probability: number): number {
  return Math.min(Math.max(probability, nearest), 1 - nearest)
}

export function logit(probability: number): number {
  const p = within(probability)
  return Math.log(p) - Math.log1p(-p)
}

/** Throws unless there is one outcome, 0 or 1, for each of the cases, and both outcomes occur if they must. */
export function checkOutcomes(outcomes: ArrayLike<number>, cases: number, mustVary = true): void {
  if (outcomes.length !== cases) throw new RangeError(`${outcomes.length} outcomes do not fit ${cases} cases`)
  let ones = 0
  for (let i = 0; i < cases; i++) {
    const outcome = outcomes[i]
    if (outcome !== 0 && outcome !== 1)
      throw new RangeError(`the outcome of case ${i} is ${outcome}: 0 or 1 was expected`)
    ones += outcome
  }
  if (mustVary && (ones === 0 || ones === cases))
    throw new RangeError(`${ones} of ${cases} cases have the outcome 1: both outcomes must occur`)
}

/** Throws unless all are between 0 and 1. */
export function checkProbabilities(probabilities: ArrayLike<number>): void {
  for (let i = 0; i < probabilities.length; i++) {
    const p = probabilities[i] ?? Number.NaN
    if (!(p >= 0 && p <= 1)) throw new RangeError(`the probability of case ${i} is ${p}`)
  }
}
