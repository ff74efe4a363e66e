import type { OrderedHistories } from './histories.ts'
import type { LogLikelihood, PurchaseFamily } from './likelihood.ts'
import { fineRule, negligible, plainRule } from './quadrature.ts'
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

const least = Math.exp(negligible)

/** Q of one customer, as its logarithm, and the means over τ that its derivatives consist of. */
export class GoneIntegral {
  logQ = -Infinity
  /** ln((α+T)/(α+τ)) and ln((β+T)/(β+τ)). */
  meanLogAlpha = 0
  meanLogBeta = 0
  /** 1/(α+τ) and 1/(β+τ). */
  meanAlpha = 0
  meanBeta = 0

  set(parameters: readonly number[], x: number, from: number, age: number): void {
    if (from === age) {
      this.logQ = -Infinity
      return
    }
    // on the axis y = ln((m + τ)/(m + t_x)) with m = min(α, β), the integrand is close to sums of e^(ky)
    const alpha = parameters[1] ?? NaN
    const s = parameters[2] ?? NaN
    const beta = parameters[3] ?? NaN
    const buying = (parameters[0] ?? NaN) + x
    const isAlphaLess = alpha <= beta
    const start = (isAlphaLess ? alpha : beta) + from
    const more = (isAlphaLess ? beta : alpha) + from
    const gap = more - start
    const powerOfLess = isAlphaLess ? buying : s
    const powerOfMore = isAlphaLess ? s : buying
    const end = Math.log1p((age - from) / start)
    let total = 0
    let sumLogLess = 0
    let sumLogMore = 0
    let sumLess = 0
    let sumMore = 0
    let highest = 0
    let panel = 0
    while (panel < end) {
      let rule = plainRule
      let width = Math.min(rule.widest, end - panel)
      let steepness = steepest(powerOfLess, powerOfMore, start * Math.exp(panel + width), gap)
      if (steepness * width > rule.steepest) {
        rule = fineRule
        width = Math.min(rule.widest, end - panel)
        steepness = steepest(powerOfLess, powerOfMore, start * Math.exp(panel + width), gap)
        if (steepness * width > rule.steepest) {
          width = Math.max(rule.steepest / steepness, width / 8)
          steepness = steepest(powerOfLess, powerOfMore, start * Math.exp(panel + width), gap)
          width = Math.min(width, rule.steepest / steepness)
        }
      }
      const { count, nodes, weights } = rule
      let value = 0
      for (let i = 0; i < count; i++) {
        const logLess = panel + width * (nodes[i] ?? 0)
        const less = start * Math.exp(logLess)
        const logMore = Math.log1p((less - start) / more)
        value = Math.exp(-powerOfLess * logLess - powerOfMore * logMore)
        if (isAlphaLess) value *= less / (less + gap)
        const mass = width * (weights[i] ?? 0) * value
        total += mass
        sumLogLess += mass * logLess
        sumLogMore += mass * logMore
        sumLess += mass / less
        sumMore += mass / (less + gap)
      }
      panel += width
      if (value > highest) highest = value
      if (value < highest * least) break
    }
    const atEnd = Math.log1p((age - from) / more)
    const atAlpha = isAlphaLess ? end : atEnd
    const atBeta = isAlphaLess ? atEnd : end
    this.logQ = Math.log(s) + buying * atAlpha + s * atBeta + Math.log(total)
    this.meanLogAlpha = atAlpha - (isAlphaLess ? sumLogLess : sumLogMore) / total
    this.meanLogBeta = atBeta - (isAlphaLess ? sumLogMore : sumLogLess) / total
    this.meanAlpha = (isAlphaLess ? sumLess : sumMore) / total
    this.meanBeta = (isAlphaLess ? sumMore : sumLess) / total
  }
}

/** How fast the logarithm changes, at most, before m + τ is `less`. */
function steepest(powerOfLess: number, powerOfMore: number, less: number, gap: number): number {
  return powerOfLess + ((powerOfMore + 1) * less) / (less + gap) + 1
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
