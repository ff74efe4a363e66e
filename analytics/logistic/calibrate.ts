import { fitLogistic } from './fit.ts'
import { checkOutcomes, sigmoid } from './numbers.ts'

/** Turns the log-odds of a model into log-odds that hold in another period. */
export interface PlattScale {
  readonly intercept: number
  readonly slope: number
}

/**
 * Platt's scaling (1999): a logistic regression of outcomes on log-odds, from cases that the model was not fitted to. The
 * slope is kept from turning the order round: where the log-odds say nothing or the opposite, it is 0.
 */
export function plattScale(logits: ArrayLike<number>, outcomes: ArrayLike<number>): PlattScale {
  const fit = fitLogistic({ values: Float64Array.from(logits), width: 1 }, outcomes, { ridge: 1 })
  const deviation = fit.scale.deviations[0] ?? 0
  const slope = deviation === 0 ? 0 : (fit.coefficients[0] ?? 0) / deviation
  if (slope > 0) return { slope, intercept: fit.intercept - slope * (fit.scale.means[0] ?? 0) }
  const share = Array.from(outcomes).reduce((sum, outcome) => sum + outcome, 0) / outcomes.length
  return { slope: 0, intercept: Math.log(share / (1 - share)) }
}

export function rescaled(logits: ArrayLike<number>, { intercept, slope }: PlattScale): Float64Array {
  return Float64Array.from(logits, (each) => sigmoid(intercept + slope * each))
}

/** A step of an isotonic calibration: from this score on, the probability is this one. */
export interface IsotonicStep {
  readonly from: number
  readonly probability: number
}

/**
 * Isotonic regression by pooling adjacent violators (Ayer et al. 1955; Zadrozny & Elkan 2002): the rising step function of
 * the score that is nearest to the outcomes. Equal scores have one probability.
 */
export function isotonicSteps(scores: ArrayLike<number>, outcomes: ArrayLike<number>): IsotonicStep[] {
  checkOutcomes(outcomes, scores.length, false)
  const order = Array.from(scores, (_, at) => at).sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0) || a - b)
  const blocks: { from: number; sum: number; count: number }[] = []
  for (const at of order) {
    const from = scores[at] ?? Number.NaN
    if (Number.isNaN(from)) throw new RangeError(`the score of case ${at} is not a number`)
    const last = blocks.at(-1)
    if (last?.from === from && last.count > 0) {
      last.sum += outcomes[at] ?? 0
      last.count++
    } else blocks.push({ from, sum: outcomes[at] ?? 0, count: 1 })
  }
  const steps: typeof blocks = []
  for (const block of blocks) {
    let pooled = block
    for (
      let last = steps.at(-1);
      last && last.sum * pooled.count >= pooled.sum * last.count;
      last = steps.at(-1)
    ) {
      pooled = { from: last.from, sum: last.sum + pooled.sum, count: last.count + pooled.count }
      steps.pop()
    }
    steps.push(pooled)
  }
  return steps.map(({ from, sum, count }) => ({ from, probability: sum / count }))
}

/** The probability of a score; one below all that were seen has that of the lowest. */
export function isotonicProbability(steps: readonly IsotonicStep[], score: number): number {
  const [first] = steps
  if (!first) throw new RangeError('an isotonic calibration without steps has no probability')
  return (steps.findLast(({ from }) => from <= score) ?? first).probability
}
