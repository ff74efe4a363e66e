import { fitLogistic } from './fit.ts'
import { checkOutcomes, checkProbabilities, logit, within } from './numbers.ts'

/**
 * The area under the ROC curve: the chance that a case with outcome 1 has a higher score than one with outcome 0, ties
 * counted as half (Mann & Whitney 1947; Hanley & McNeil 1982). Throws if only one outcome occurs.
 */
export function areaUnderCurve(scores: ArrayLike<number>, outcomes: ArrayLike<number>): number {
  checkOutcomes(outcomes, scores.length)
  const order = ascending(scores)
  let [rankSum, ones] = [0, 0]
  for (let from = 0, to = 0; from < order.length; from = to) {
    const score = scores[order[from] ?? 0]
    while (to < order.length && scores[order[to] ?? 0] === score) to++
    const meanRank = (from + to + 1) / 2
    for (let at = from; at < to; at++) {
      const outcome = outcomes[order[at] ?? 0] ?? 0
      rankSum += outcome * meanRank
      ones += outcome
    }
  }
  return (rankSum - (ones * (ones + 1)) / 2) / (ones * (order.length - ones))
}

/** The mean squared difference between probability and outcome (Brier 1950). */
export function brierScore(probabilities: ArrayLike<number>, outcomes: ArrayLike<number>): number {
  checkProbabilities(probabilities)
  checkOutcomes(outcomes, probabilities.length, false)
  return mean(Array.from(probabilities, (p, i) => (p - (outcomes[i] ?? 0)) ** 2))
}

/** The mean of -ln of the probability of what happened. A probability of 0 or 1 that is wrong counts as 1e-12. */
export function logLoss(probabilities: ArrayLike<number>, outcomes: ArrayLike<number>): number {
  return mean(lossesOf(probabilities, outcomes))
}

/**
 * By how much the log loss of one prediction is lower than that of another on the same cases, and the lower end of its
 * one-sided 95 % interval, from the differences case by case (Diebold & Mariano 1995). Above 0, chance does not explain it.
 */
export function lossAdvantage(
  probabilities: ArrayLike<number>,
  others: ArrayLike<number>,
  outcomes: ArrayLike<number>,
): { mean: number; lower: number } {
  const losses = lossesOf(probabilities, outcomes)
  const differences = lossesOf(others, outcomes).map((loss, i) => loss - (losses[i] ?? 0))
  const advantage = mean(differences)
  const variance = mean(differences.map((difference) => (difference - advantage) ** 2))
  return { mean: advantage, lower: advantage - 1.6448536269514722 * Math.sqrt(variance / differences.length) }
}

function lossesOf(probabilities: ArrayLike<number>, outcomes: ArrayLike<number>): number[] {
  checkProbabilities(probabilities)
  checkOutcomes(outcomes, probabilities.length, false)
  return Array.from(probabilities, (p, i) => -Math.log(outcomes[i] === 1 ? within(p) : 1 - within(p)))
}

/** One of the parts into which cases are divided by their probability, the highest first. */
export interface Bin {
  readonly count: number
  readonly ones: number
  readonly meanProbability: number
  readonly observedShare: number
  /** The observed share as a multiple of that of all cases; null if no case has outcome 1. */
  readonly lift: number | null
  /** The share of all cases with outcome 1 that are in this part or a higher one; null if there are none. */
  readonly captured: number | null
}

/**
 * Equal parts of the cases by descending probability, ten by default, for lift and for calibration. Cases of equal
 * probability that two parts share are divided between them in proportion, so that their order does not matter.
 */
export function binsOf(probabilities: ArrayLike<number>, outcomes: ArrayLike<number>, parts = 10): Bin[] {
  checkProbabilities(probabilities)
  checkOutcomes(outcomes, probabilities.length, false)
  const total = probabilities.length
  if (total < parts) throw new RangeError(`${total} cases cannot be divided into ${parts} parts`)
  const order = ascending(probabilities).reverse()
  const cells = Array.from({ length: parts }, () => ({ count: 0, ones: 0, sum: 0 }))
  for (let from = 0, to = 0; from < total; from = to) {
    const p = probabilities[order[from] ?? 0] ?? 0
    let ones = 0
    for (; to < total && probabilities[order[to] ?? 0] === p; to++) ones += outcomes[order[to] ?? 0] ?? 0
    cells.forEach((cell, part) => {
      const shared = Math.min(to, ((part + 1) * total) / parts) - Math.max(from, (part * total) / parts)
      if (shared <= 0) return
      cell.count += shared
      cell.ones += (ones * shared) / (to - from)
      cell.sum += p * shared
    })
  }
  const all = cells.reduce((sum, { ones }) => sum + ones, 0)
  let captured = 0
  return cells.map(({ count, ones, sum }) => {
    captured += ones
    const observedShare = ones / count
    return {
      count,
      ones,
      meanProbability: sum / count,
      observedShare,
      lift: all === 0 ? null : (observedShare * total) / all,
      captured: all === 0 ? null : captured / all,
    }
  })
}

/**
 * Calibration by Cox (1958): the outcomes regressed on the log-odds of the probabilities. A slope of 1 and an intercept of
 * 0 are perfect; a slope below 1 means that probabilities are too extreme. Throws if only one outcome occurs, and gives
 * null if all probabilities are equal.
 */
export function calibrationLine(probabilities: ArrayLike<number>, outcomes: ArrayLike<number>) {
  checkProbabilities(probabilities)
  checkOutcomes(outcomes, probabilities.length)
  const logits = Float64Array.from(probabilities, logit)
  const fit = fitLogistic({ values: logits, width: 1 }, outcomes, { ridge: 1e-6 })
  const deviation = fit.scale.deviations[0] ?? 0
  if (deviation === 0) return null
  const slope = (fit.coefficients[0] ?? 0) / deviation
  return { slope, intercept: fit.intercept - slope * (fit.scale.means[0] ?? 0) }
}

function ascending(scores: ArrayLike<number>): number[] {
  const order = Array.from(scores, (score, at) => {
    if (Number.isNaN(score)) throw new RangeError(`the score of case ${at} is not a number`)
    return at
  })
  return order.sort((a, b) => (scores[a] ?? 0) - (scores[b] ?? 0) || a - b)
}

function mean(numbers: readonly number[]): number {
  if (numbers.length === 0) throw new RangeError('there are no cases')
  return numbers.reduce((sum, number) => sum + number, 0) / numbers.length
}
