import { leastListed, mostListed, type Prospect } from './prospect.ts'
import { fineRule, panels } from './quadrature.ts'
import { logBeta, scaledExponentialIntegral } from './special.ts'

/**
 * λ ~ Gamma(r, α), μ ~ Gamma(s, β) of a customer who is alive, that is after everything known. The n-th purchase comes at a
 * time τ with τ/(α + τ) ~ Beta(n, r), and counts if the customer is still alive, P = (β/(β + τ))^s, so that P(n or more) is
 * one positive integral over y = ln(1 + τ/α).
 */
const { count: nodeCount, nodes, weights } = fineRule

export class ParetoProspect implements Prospect {
  readonly #r: number
  readonly #alpha: number
  readonly #s: number
  readonly #beta: number

  constructor([r = NaN, alpha = NaN, s = NaN, beta = NaN]: readonly number[]) {
    this.#r = r
    this.#alpha = alpha
    this.#s = s
    this.#beta = beta
  }

  /** The mean rate r/α, times the expected time alive within t (Fader & Hardie 2005, equation 41), for s = 1 too. */
  mean(t: number): number {
    const growth = Math.log1p(t / this.#beta)
    const power = (this.#s - 1) * growth
    const shrunk = Math.abs(power) < 1e-12 ? 1 : -Math.expm1(-power) / power
    return (this.#r / this.#alpha) * this.#beta * growth * shrunk
  }

  atLeast(n: number, t: number): number {
    if (t === 0) return 0
    const end = Math.log1p(t / this.#alpha)
    // from the end of the time down to its beginning: there are no purchases right away
    const log = -logBeta(n, this.#r)
    const at = (y: number) => {
      const time = this.#alpha * Math.expm1(y)
      const bought = n === 1 ? 0 : (n - 1) * Math.log(-Math.expm1(-y))
      return log + bought - this.#r * y - this.#s * Math.log1p(time / this.#beta)
    }
    const mode = Math.min(end, Math.log1p((n - 1) / (this.#r + this.#s)))
    const slope = (y: number) => this.#r + this.#s + (n - 1) / Math.expm1(Math.max(y, 1e-300))
    const down = panels({ end: mode, slope: (u) => slope(mode - u), logValue: (u) => at(mode - u) })
    const up = panels({ end: end - mode, slope: () => slope(mode), logValue: (u) => at(mode + u) })
    return Math.min(1, down + up)
  }

  tails(t: number): Float64Array | null {
    if (t === 0) return new Float64Array(0)
    const r = this.#r
    const odds = t / this.#alpha
    const end = Math.log1p(odds)
    const most = r * odds + 8 * Math.sqrt(r * odds * (1 + odds)) + 40 * (1 + odds)
    if (most > mostListed || r * end > 600) return null
    // the chance to stay falls by at most this much for a step of y, at one of the ends
    const leaving = this.#s * Math.max(this.#alpha / this.#beta, (this.#alpha + t) / (this.#beta + t))
    const count = Math.max(1, Math.ceil(((r + leaving) * end + Math.min(most, 40 + 2 * r * odds)) / 14))
    const width = end / count
    const size = count * nodeCount
    const bought = new Float64Array(size)
    const mass = new Float64Array(size)
    for (let at = 0; at < size; at++) {
      const y = width * (Math.floor(at / nodeCount) + (nodes[at % nodeCount] ?? 0))
      const alive = -this.#s * Math.log1p((this.#alpha * Math.expm1(y)) / this.#beta)
      bought[at] = -Math.expm1(-y)
      mass[at] = width * (weights[at % nodeCount] ?? 0) * r * Math.exp(alive - r * y)
    }
    const tails: number[] = []
    for (let n = 1; ; n++) {
      const tail = mass.reduce((sum, each) => sum + each, 0)
      if (n > 1 && (tail < leastListed || n > mostListed)) break
      tails.push(Math.min(1, tail))
      for (let at = 0; at < size; at++) mass[at] = ((mass[at] ?? 0) * (bought[at] ?? 0) * (r + n)) / n
    }
    return Float64Array.from(tails)
  }

  /** In closed form (Fader, Hardie & Lee 2005b, "RFM and CLV", Journal of Marketing Research 42(4), equation 2). */
  discounted(delta: number): number {
    return (this.#r / this.#alpha) * this.#beta * scaledExponentialIntegral(this.#s, delta * this.#beta)
  }
}
