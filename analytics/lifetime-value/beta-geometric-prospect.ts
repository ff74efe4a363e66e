import betainc from '@stdlib/math-base-special-betainc'
import { betaNodes, type WeightedPoints } from './beta-nodes.ts'
import { leastListed, mostListed, type Prospect } from './prospect.ts'
import { gammaln, logRising, scaledExponentialIntegral } from './special.ts'

/**
 * λ ~ Gamma(r, α), p ~ Beta(a, b) of a customer who is alive, that is after everything known. With N ~ NBD(r, α) the purchases
 * of a customer who never drops out, P(n or more) = P(N ≥ n) (b)_{n−1}/(a+b)_{n−1}, and the mean is the sum of these. All
 * terms are positive, so nothing is lost for a ≈ 1, where the 2F1 of the paper (equation 10) divides 0 by 0.
 * `passed` is how often the customer must stay before the first purchase counts: 1 for a new customer of MBG/NBD.
 */
export class BetaGeometricProspect implements Prospect {
  readonly #r: number
  readonly #alpha: number
  readonly #a: number
  readonly #b: number
  readonly #passed: number
  readonly #points: () => WeightedPoints

  /** `points` of Beta(a, b), if they are at hand. */
  constructor(
    [r = NaN, alpha = NaN, a = NaN, b = NaN]: readonly number[],
    passed = 0,
    points = () => betaNodes(a, b),
  ) {
    this.#r = r
    this.#alpha = alpha
    this.#a = a
    this.#b = b
    this.#passed = passed
    this.#points = points
  }

  mean(t: number, tails = this.tails(t)): number {
    if (tails) return tails.reduce((sum, tail) => sum + tail, 0)
    return this.#overDropOut(
      (p) => (-Math.expm1(-this.#r * Math.log1p((p * t) / this.#alpha)) / p) * (1 - p) ** this.#passed,
    )
  }

  atLeast(n: number, t: number): number {
    if (t === 0) return 0
    const stays = this.#passed + n - 1
    const stay = Math.exp(logRising(this.#b, stays) - logRising(this.#a + this.#b, stays))
    return stay * betainc(t / (this.#alpha + t), n, this.#r)
  }

  tails(t: number): Float64Array | null {
    if (t === 0) return new Float64Array(0)
    const r = this.#r
    const odds = t / this.#alpha
    const share = t / (this.#alpha + t)
    const spread = Math.sqrt(r * odds * (1 + odds))
    if (r * odds + 8 * spread + 40 * (1 + odds) > mostListed) return null
    // from the mode of N upwards and downwards, because P(N = 0) may be too small for a number
    const mode = Math.max(0, Math.floor((r - 1) * odds))
    const log = logRising(r, mode) - gammaln(mode + 1) + mode * Math.log(share) - r * Math.log1p(odds)
    const above: number[] = []
    for (let n = mode, chance = Math.exp(log); chance > 1e-22 || n < 2; n++) {
      above.push(chance)
      chance *= (share * (r + n)) / (n + 1)
    }
    const tails = new Float64Array(mode + above.length)
    let tail = 0
    for (let at = above.length - 1; at >= 0; at--) {
      tail += above[at] ?? 0
      tails[mode + at] = tail
    }
    for (let n = mode, chance = above[0] ?? 0; n > 0; n--) {
      chance *= n / (share * (r + n - 1))
      tails[n - 1] = Math.min(1, (tails[n] ?? 0) + chance)
    }
    return this.#whileStaying(tails)
  }

  /** From P(N ≥ n) for n = 0, 1, … to P(n or more while alive) for n = 1, 2, … */
  #whileStaying(tails: Float64Array): Float64Array {
    let stay = 1
    for (let k = 0; k < this.#passed; k++) stay *= (this.#b + k) / (this.#a + this.#b + k)
    const result = tails.subarray(1)
    let length = 0
    for (let at = 0; at < result.length; at++) {
      const tail = (result[at] ?? 0) * stay
      result[at] = tail
      if (tail < leastListed * (result[0] ?? 0)) break
      length = at + 1
      const k = at + this.#passed
      stay *= (this.#b + k) / (this.#a + this.#b + k)
    }
    return result.slice(0, length)
  }

  /** E[λ/(λp + δ)] by quadrature over p, where the mean over λ is an exponential integral: r e^z E_{r+1}(z)/p, z = δα/p. */
  discounted(delta: number): number {
    const { points, weights } = this.#points()
    let sum = 0
    for (let i = 0; i < points.length; i++) {
      const p = points[i] ?? 0
      const z = (delta * this.#alpha) / p
      const share = this.#passed === 0 ? 1 : (1 - p) ** this.#passed
      sum += (weights[i] ?? 0) * share * (this.#r / p) * scaledExponentialIntegral(this.#r + 1, z)
    }
    return sum
  }

  #overDropOut(of: (p: number) => number): number {
    const { points, weights } = this.#points()
    return points.reduce((sum, p, i) => sum + (weights[i] ?? 0) * of(p), 0)
  }
}
