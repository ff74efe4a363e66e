import { sigmoid } from '../../../analytics/logistic/numbers.ts'
import { type Predictor, predictedLogits } from './fit-churn.ts'
import { type Cases, isEnough } from './read-cases.ts'

/** Active customers of the newest horizon that has passed: how many were expected to leave in it, and how many did. */
export interface Drift {
  readonly expected: number
  readonly actual: number
  readonly hasDrifted: boolean
}

/** A smaller difference is nothing that a probability has to follow. */
const leastShare = 0.1
/** A smaller difference can be chance. */
const leastErrors = 3

/** Calibration in the large, up to the as-of day; null if too few of them left or stayed to say. */
export function driftOf(predictor: Predictor, newest: Cases): Drift | null {
  if (!isEnough(newest)) return null
  const { logits, actual } = activeOf(predictor, newest)
  const [expected, variance] = [meanSum(logits, 0), varianceSum(logits)]
  const difference = Math.abs(actual - expected)
  return {
    expected,
    actual,
    hasDrifted: difference > leastShare * expected && difference > leastErrors * Math.sqrt(variance),
  }
}

/**
 * The predictor with an intercept by which as many are expected to leave as did: recalibration in the large (Steyerberg et al.
 * 2004, Statistics in Medicine 23(16)). The order of customers and the effects of features stay as they were checked.
 */
export function recalibrated(predictor: Predictor, newest: Cases): Predictor {
  const { logits, actual } = activeOf(predictor, newest)
  let [low, high] = [-40, 40]
  for (let step = 0; step < 60; step++) {
    const middle = (low + high) / 2
    if (meanSum(logits, middle) < actual) low = middle
    else high = middle
  }
  const { scale } = predictor
  return { ...predictor, scale: { ...scale, intercept: scale.intercept + (low + high) / 2 } }
}

function activeOf(predictor: Predictor, newest: Cases) {
  const isActive = (_: number, row: number) => newest.isActive[row] ?? false
  return {
    logits: predictedLogits(predictor, newest).filter(isActive),
    actual: newest.outcomes.filter(isActive).reduce((sum, outcome) => sum + outcome, 0),
  }
}

function meanSum(logits: Float64Array, shift: number): number {
  return logits.reduce((sum, logit) => sum + sigmoid(logit + shift), 0)
}

function varianceSum(logits: Float64Array): number {
  return logits.reduce((sum, logit) => sum + sigmoid(logit) * sigmoid(-logit), 0)
}
