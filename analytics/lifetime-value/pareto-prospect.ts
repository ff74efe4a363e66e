import { leastListed, mostListed, type Prospect } from './prospect.ts'
import { fineRule, panels } from './quadrature.ts'
import { logBeta, logistic, scaledExponentialIntegral, softplus } from './special.ts'

/**
 * λ ~ Gamma(r, α), μ ~ Gamma(s, β) of a customer who is alive, that is after everything known. The n-th purchase comes at a
 * time τ with τ/(α + τ) ~ Beta(n, r), and counts if the customer is still alive, P = (β/(β + τ))^s, so that P(n or more) is
 * one positive integral.
 */
/** How many panels there may be, times the purchases. */
const mostEffort = 200_000
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

  /** On the axis v = ln(τ/α), where the integrand is log-concave, from its mode both ways. */
  atLeast(n: number, t: number): number {
    if (t === 0) return 0
    const [r, s] = [this.#r, this.#s]
    const ratio = this.#alpha / this.#beta
    const logNorm = logBeta(n, r)
    const log = (v: number) => n * v - (n + r) * softplus(v) - s * softplus(v + Math.log(ratio)) - logNorm
    const rise = (v: number) => n - (n + r) * logistic(v) - s * logistic(v + Math.log(ratio))
    const end = Math.log(t / this.#alpha)
    let [start, low] = [end, -745]
    if (rise(end) < 0) {
      while (start - low > 1e-3) {
        const middle = (start + low) / 2
        if (rise(middle) < 0) start = middle
        else low = middle
      }
    }
    const slope = (direction: number) => (u: number) =>
      Math.abs(rise(start)) + Math.abs(rise(start + direction * u)) + 1e-9
    const down = panels({ end: Infinity, slope: slope(-1), logValue: (u) => log(start - u) })
    const up = panels({ end: end - start, slope: slope(1), logValue: (u) => log(start + u) })
    return Math.min(1, down + up)
  }

  tails(t: number): Float64Array | null {
    if (t === 0) return new Float64Array(0)
    const r = this.#r
    const odds = t / this.#alpha
    const least = Math.min(this.#alpha, this.#beta)
    const end = Math.log1p(t / least)
    const most = r * odds + 8 * Math.sqrt(r * odds * (1 + odds)) + 40 * (1 + odds)
    // on the axis y = ln(1 + τ/min(α, β)): narrow enough for e^(−(r + s)y), and for the times of each purchase, which vary
    // by 1/√r at least
    const count = Math.ceil(end * Math.max((r + this.#s) / 14, Math.sqrt(r) / 4, 2 / 3))
    // the density must not vanish, and lists must not take long
    if (r * Math.log1p(odds) > 600 || most * count > mostEffort) return null
    const width = end / count
    const size = count * nodeCount
    const bought = new Float64Array(size)
    const mass = new Float64Array(size)
    for (let at = 0; at < size; at++) {
      const y = width * (Math.floor(at / nodeCount) + (nodes[at % nodeCount] ?? 0))
      const time = least * Math.expm1(y)
      const log = -r * Math.log1p(time / this.#alpha) - this.#s * Math.log1p(time / this.#beta)
      bought[at] = time / (this.#alpha + time)
      mass[at] =
        (width * (weights[at % nodeCount] ?? 0) * r * Math.exp(log) * (least + time)) / (this.#alpha + time)
    }
    const tails: number[] = []
    let tail = sumOf(mass)
    for (let n = 1; n === 1 || (tail >= leastListed * (tails[0] ?? 0) && n <= mostListed); n++) {
      tails.push(Math.min(1, tail))
      const growth = (r + n) / n
      tail = 0
      for (let at = 0; at < size; at++) {
        const next = (mass[at] ?? 0) * (bought[at] ?? 0) * growth
        mass[at] = next
        tail += next
      }
    }
    return Float64Array.from(tails)
  }

  /** In closed form (Fader, Hardie & Lee 2005b, "RFM and CLV", Journal of Marketing Research 42(4), equation 2). */
  discounted(delta: number): number {
    return (this.#r / this.#alpha) * this.#beta * scaledExponentialIntegral(this.#s, delta * this.#beta)
  }
}

function sumOf(values: Float64Array): number {
  let sum = 0
  for (let at = 0; at < values.length; at++) sum += values[at] ?? 0
  return sum
}
