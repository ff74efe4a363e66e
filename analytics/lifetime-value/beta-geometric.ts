import type { OrderedHistories } from './histories.ts'
import type { LogLikelihood, PurchaseFamily } from './likelihood.ts'
import { risingTable } from './rising-table.ts'
import { logistic, softplus } from './special.ts'

/**
 * BG/NBD and MBG/NBD. While alive, a customer buys at a rate λ ~ Gamma(r, α); after each purchase the customer drops out
 * with probability p ~ Beta(a, b). In BG/NBD (Fader, Hardie & Lee 2005, Marketing Science 24(2), equation 6) the first
 * purchase is no occasion to drop out, so that customers without a repeat purchase stay alive for ever; in MBG/NBD
 * (Batislam, Denizel & Filiztekin 2007, International Journal of Research in Marketing 24(3)) it is one.
 */
export function betaGeometric(isModified: boolean): PurchaseFamily {
  return {
    parameters: ['r', 'alpha', 'a', 'b'],
    isTime: [false, true, false, false],
    logLikelihood: (histories) => logLikelihood(histories, isModified ? 1 : 0),
    starts: (rate) => [
      [0.25, 0.2 / rate, 0.8, 2.5],
      [1, 0.7 / rate, 0.5, 3],
      [1, 0.5 / rate, 3, 3],
      [4, 3 / rate, 1, 8],
      [0.5, 0.1 / rate, 1, 1],
    ],
  }
}

/** ln of the odds that a customer is gone: of "dropped out after the last purchase" against "alive, and not buying". */
export function logOddsGone(
  [r = NaN, alpha = NaN, a = NaN, b = NaN]: readonly number[],
  occasions: number,
  { x, recency, age }: { readonly x: number; readonly recency: number; readonly age: number },
): number {
  if (occasions === 0) return -Infinity
  return Math.log(a / (b + occasions - 1)) + (r + x) * Math.log1p((age - recency) / (alpha + recency))
}

function logLikelihood(histories: OrderedHistories, extra: number): LogLikelihood {
  const { size, frequency, recency, age, customers, frequencies, frequencyAt } = histories
  const occasions = frequencies.map((x) => x + extra)
  return ([r = NaN, alpha = NaN, a = NaN, b = NaN], gradient) => {
    const buying = risingTable(r, frequencies)
    const staying = risingTable(b, occasions)
    const both = risingTable(a + b, occasions)
    let sum = 0
    let byR = 0
    let byAlpha = 0
    let byA = 0
    let byB = 0
    for (let i = 0; i < size; i++) {
      const at = frequencyAt[i] ?? 0
      const count = customers[i] ?? 0
      const x = frequency[i] ?? 0
      const n = x + extra
      const until = alpha + (age[i] ?? 0)
      const idle = Math.log1p((age[i] ?? 0) / alpha)
      let log =
        (buying.logs[at] ?? 0) +
        (staying.logs[at] ?? 0) -
        (both.logs[at] ?? 0) -
        r * idle -
        x * Math.log(until)
      let dR = (buying.slopes[at] ?? 0) - idle
      let dAlpha = (r * (age[i] ?? 0)) / (alpha * until) - x / until
      let dA = -(both.slopes[at] ?? 0)
      let dB = (staying.slopes[at] ?? 0) - (both.slopes[at] ?? 0)
      if (n > 0) {
        const last = alpha + (recency[i] ?? 0)
        const silent = Math.log1p(((age[i] ?? 0) - (recency[i] ?? 0)) / last)
        const odds = Math.log(a / (b + n - 1)) + (r + x) * silent
        const gone = logistic(odds)
        log += softplus(odds)
        dR += gone * silent
        dAlpha += gone * (r + x) * (1 / until - 1 / last)
        dA += gone / a
        dB -= gone / (b + n - 1)
      }
      sum += count * log
      byR += count * dR
      byAlpha += count * dAlpha
      byA += count * dA
      byB += count * dB
    }
    gradient.set([byR, byAlpha, byA, byB])
    return sum
  }
}
