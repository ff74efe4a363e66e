/*
 * Numerical integration that shares nothing with analytics: the trapezoidal rule with many points on logarithmic axes, over
 * what the papers say of one customer whose rates are known.
 */

export interface Gridded {
  readonly values: Float64Array
  readonly masses: Float64Array
}

/** Points of Gamma(shape, rate), on the axis ln λ. */
export function gammaGrid(shape: number, rate: number, count = 1200): Gridded {
  const centre = Math.log(shape / rate)
  const low = centre - 45 / Math.min(shape, 50) - 8
  const high = centre + Math.log1p(60 / Math.min(shape, 60)) + 2
  return grid(count, low, high, Math.exp, (y) => shape * y - rate * Math.exp(y))
}

/** Points of Beta(a, b), on the axis ln(p/(1 − p)). */
export function betaGrid(a: number, b: number, count = 1200): Gridded {
  const centre = Math.log(a / b)
  const low = centre - 45 / a - 8
  const high = centre + 45 / b + 8
  const density = (y: number) => -a * Math.log1p(Math.exp(-y)) - b * Math.log1p(Math.exp(y))
  return grid(count, low, high, (y) => 1 / (1 + Math.exp(-y)), density)
}

function grid(
  count: number,
  low: number,
  high: number,
  valueAt: (y: number) => number,
  logDensity: (y: number) => number,
): Gridded {
  const ys = Float64Array.from({ length: count }, (_, i) => low + ((high - low) * i) / (count - 1))
  const logs = ys.map(logDensity)
  const most = logs.reduce((a, b) => Math.max(a, b))
  const masses = logs.map((log) => Math.exp(log - most))
  const total = masses.reduce((sum, mass) => sum + mass, 0)
  return { values: ys.map(valueAt), masses: masses.map((mass) => mass / total) }
}

/** The mean of a function of two independent variables. */
export function meanOver(one: Gridded, other: Gridded, of: (a: number, b: number) => number): number {
  let sum = 0
  for (let i = 0; i < one.values.length; i++) {
    const mass = one.masses[i] ?? 0
    if (mass < 1e-30) continue
    for (let j = 0; j < other.values.length; j++) {
      const both = mass * (other.masses[j] ?? 0)
      if (both > 1e-34) sum += both * of(one.values[i] ?? 0, other.values[j] ?? 0)
    }
  }
  return sum
}
