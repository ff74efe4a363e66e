import type { OrderedHistories } from './histories.ts'
import type { LogLikelihood, PurchaseFamily } from './likelihood.ts'
import { negligible, nodeCount, nodes, steepestPanel, weights, widestPanel } from './quadrature.ts'
import { risingTable } from './rising-table.ts'
import { logistic, softplus } from './special.ts'

/**
 * Pareto/NBD (Schmittlein, Morrison & Colombo 1987, Management Science 33(1)). While alive, a customer buys at a rate
 * λ ~ Gamma(r, α), and drops out at a rate μ ~ Gamma(s, β), at any time.
 *
 * The likelihood is that of a customer who is alive, times 1 + Q, where Q are the odds that the customer is gone:
 * Q = s ∫ ((α+T)/(α+τ))^(r+x) ((β+T)/(β+τ))^s dτ/(β+τ) over the times τ of dropping out from t_x to T. The papers write
 * Q as a difference of two 2F1, one form for α ≥ β and one for α < β (Fader & Hardie 2005, "A Note on Deriving the
 * Pareto/NBD Model"). That difference loses all digits where the two are close; the integral is positive, needs no cases,
 * and the derivatives come from the same nodes.
 */
export const paretoNbd: PurchaseFamily = {
  parameters: ['r', 'alpha', 's', 'beta'],
  isTime: [false, true, false, true],
  logLikelihood,
  starts: (rate) => [
    [0.5, 0.35 / rate, 0.6, 0.4],
    [1, 0.7 / rate, 1, 1],
    [1, 0.7 / rate, 0.3, 2],
    [4, 3 / rate, 1, 3],
    [0.5, 0.2 / rate, 2, 1],
  ],
}

/** Q of one customer, as its logarithm, and the means over τ that its derivatives consist of. */
export class GoneIntegral {
  logQ = -Infinity
  /** ln((α+T)/(α+τ)) and ln((β+T)/(β+τ)). */
  meanLogAlpha = 0
  meanLogBeta = 0
  /** 1/(α+τ) and 1/(β+τ). */
  meanAlpha = 0
  meanBeta = 0

  set([r = NaN, alpha = NaN, s = NaN, beta = NaN]: readonly number[], x: number, from: number, age: number) {
    if (from === age) {
      this.logQ = -Infinity
      return
    }
    // on the axis y = ln((m + τ)/(m + t_x)), the integrand is close to sums of e^(ky)
    const least = Math.min(alpha, beta)
    const buying = r + x
    const start = least + from
    const end = Math.log1p((age - from) / start)
    const atAlpha = Math.log1p((age - from) / (alpha + from))
    const atBeta = Math.log1p((age - from) / (beta + from))
    let total = 0
    let logAlpha = 0
    let logBeta = 0
    let overAlpha = 0
    let overBeta = 0
    let highest = -Infinity
    let panel = 0
    while (panel < end) {
      let width = Math.min(widestPanel, end - panel)
      let steepness = slope(panel + width)
      if (steepness * width > steepestPanel) {
        width = Math.max(steepestPanel / steepness, width / 8)
        steepness = slope(panel + width)
        if (steepness * width > steepestPanel) width = steepestPanel / steepness
      }
      let last = 0
      for (let i = 0; i < nodeCount; i++) {
        const grown = start * Math.expm1(panel + width * (nodes[i] ?? 0))
        const toAlpha = Math.log1p(grown / (alpha + from))
        const toBeta = Math.log1p(grown / (beta + from))
        const plusBeta = beta + from + grown
        last = -buying * toAlpha - s * toBeta + Math.log((start + grown) / plusBeta)
        if (last > highest) highest = last
        const mass = width * (weights[i] ?? 0) * Math.exp(last)
        total += mass
        logAlpha += mass * toAlpha
        logBeta += mass * toBeta
        overAlpha += mass / (alpha + from + grown)
        overBeta += mass / plusBeta
      }
      panel += width
      if (last < highest + negligible) break
    }
    this.logQ = Math.log(s) + buying * atAlpha + s * atBeta + Math.log(total)
    this.meanLogAlpha = atAlpha - logAlpha / total
    this.meanLogBeta = atBeta - logBeta / total
    this.meanAlpha = overAlpha / total
    this.meanBeta = overBeta / total

    /** How fast the logarithm changes, at most, up to y. */
    function slope(y: number): number {
      const plus = start * Math.exp(y)
      return 1 + (buying * plus) / (alpha - least + plus) + ((s + 1) * plus) / (beta - least + plus)
    }
  }
}

function logLikelihood(histories: OrderedHistories): LogLikelihood {
  const { size, frequency, recency, age, customers, frequencies, frequencyAt } = histories
  const gone = new GoneIntegral()
  return (parameters, gradient) => {
    const [r = NaN, alpha = NaN, s = NaN, beta = NaN] = parameters
    const buying = risingTable(r, frequencies)
    let sum = 0
    let byR = 0
    let byAlpha = 0
    let byS = 0
    let byBeta = 0
    for (let i = 0; i < size; i++) {
      const at = frequencyAt[i] ?? 0
      const count = customers[i] ?? 0
      const x = frequency[i] ?? 0
      const span = age[i] ?? 0
      const idle = Math.log1p(span / alpha)
      const lived = Math.log1p(span / beta)
      gone.set(parameters, x, recency[i] ?? 0, span)
      const share = logistic(gone.logQ)
      sum +=
        count *
        ((buying.logs[at] ?? 0) - r * idle - x * Math.log(alpha + span) - s * lived + softplus(gone.logQ))
      byR += count * ((buying.slopes[at] ?? 0) - idle + share * gone.meanLogAlpha)
      byAlpha +=
        count *
        ((r * span) / (alpha * (alpha + span)) -
          x / (alpha + span) +
          share * (r + x) * (1 / (alpha + span) - gone.meanAlpha))
      byS += count * (-lived + share * (1 / s + gone.meanLogBeta))
      byBeta +=
        count * ((s * span) / (beta * (beta + span)) + share * (s / (beta + span) - (s + 1) * gone.meanBeta))
    }
    gradient.set([byR, byAlpha, byS, byBeta])
    return sum
  }
}
