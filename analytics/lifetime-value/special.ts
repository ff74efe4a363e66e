import digamma from '@stdlib/math-base-special-digamma'
import gammaln from '@stdlib/math-base-special-gammaln'
import { panels } from './quadrature.ts'

/** From here on, the series of Stirling has all digits of a double. */
const large = 12

/**
 * ln(Γ(a + n) / Γ(a)) for a > 0 and n ≥ 0, where n need not be whole. The difference of two log-gammas would lose the
 * digits that this keeps if a is large, as it is where customers hardly differ.
 */
export function logRising(a: number, n: number): number {
  if (n === 0) return 0
  let low = 0
  let base = a
  for (; base < large; base++) low += Math.log1p(n / base)
  const top = base + n
  return (base - 0.5) * Math.log1p(n / base) + n * (Math.log(top) - 1) + stirling(top) - stirling(base) - low
}

function stirling(z: number): number {
  const square = 1 / (z * z)
  return (1 / 12 - square * (1 / 360 - square * (1 / 1260 - square / 1680))) / z
}

/** ψ(a + n) − ψ(a), the derivative of `logRising` by a. */
export function digammaRising(a: number, n: number): number {
  if (n === 0) return 0
  let low = 0
  let base = a
  for (; base < large; base++) low += n / (base * (base + n))
  const top = base + n
  const tail = (z: number) => {
    const square = 1 / (z * z)
    return -0.5 / z - square * (1 / 12 - square * (1 / 120 - square * (1 / 252 - square / 240)))
  }
  return low + Math.log1p(n / base) + tail(top) - tail(base)
}

/** ln B(a, b). */
export function logBeta(a: number, b: number): number {
  const small = Math.min(a, b)
  return gammaln(small) - logRising(Math.max(a, b), small)
}

export { digamma, gammaln }

/** ln(1 + e^x), and neither overflows. */
export function softplus(x: number): number {
  return x > 0 ? x + Math.log1p(Math.exp(-x)) : Math.log1p(Math.exp(x))
}

/** 1 / (1 + e^−x). */
export function logistic(x: number): number {
  if (x >= 0) return 1 / (1 + Math.exp(-x))
  const power = Math.exp(x)
  return power / (1 + power)
}

/**
 * e^z E_s(z) = ∫₀^∞ e^(−zu) (1 + u)^(−s) du for z > 0 and s ≥ 0, the exponential integral of any order without the factor
 * that underflows; e^z E_s(z) = Ψ(1, 2 − s; z), the confluent hypergeometric function of the second kind. By its
 * continued fraction where that converges fast (DLMF 8.19.17), otherwise by quadrature on u = e^y − 1.
 */
export function scaledExponentialIntegral(s: number, z: number): number {
  if (z < 0.1) {
    return panels({
      end: Infinity,
      slope: (y) => Math.abs(1 - s) + z * Math.exp(y),
      logValue: (y) => (1 - s) * y - z * Math.expm1(y),
    })
  }
  // modified Lentz on 1/(z + s − 1·s/(z + s + 2 − 2(s + 1)/(z + s + 4 − …)))
  let b = z + s
  let c = 1e300
  let d = 1 / b
  let value = d
  for (let i = 1; i < 1000; i++) {
    const term = -i * (s - 1 + i)
    b += 2
    d = 1 / (term * d + b)
    c = b + term / c
    const factor = c * d
    value *= factor
    if (Math.abs(factor - 1) < 1e-15) break
  }
  return value
}
