/** Nodes and weights of Gauss and Legendre on 0 to 1, exact for polynomials of degree 2 × count − 1. */
export interface Rule {
  readonly count: number
  readonly nodes: Float64Array
  readonly weights: Float64Array
  /** The widest panel on a logarithmic axis: within it, sums of powers are close to polynomials. */
  readonly widest: number
  /** By how much the logarithm of what is integrated may change within a panel. */
  readonly steepest: number
}

/** Errors below 1e-14 of the integral. */
export const fineRule: Rule = { ...legendre(16), widest: 3, steepest: 14 }
/** The same for smooth panels, and otherwise errors below 1e-9. */
export const plainRule: Rule = { ...legendre(8), widest: 1.5, steepest: 4 }

function legendre(count: number) {
  const nodes = new Float64Array(count)
  const weights = new Float64Array(count)
  for (let i = 0; i < count; i++) {
    let z = Math.cos((Math.PI * (i + 0.75)) / (count + 0.5))
    let slope = 1
    for (let step = 0; step < 100; step++) {
      let value = 1
      let before = 0
      for (let degree = 1; degree <= count; degree++) {
        const earlier = before
        before = value
        value = ((2 * degree - 1) * z * before - (degree - 1) * earlier) / degree
      }
      slope = (count * (z * value - before)) / (z * z - 1)
      const move = value / slope
      z -= move
      if (Math.abs(move) < 1e-16) break
    }
    nodes[i] = (1 - z) / 2
    weights[i] = 1 / ((1 - z * z) * slope * slope)
  }
  return { count, nodes, weights }
}

/** The logarithm of what is too little to change a sum. */
export const negligible = -40

export interface Integrand {
  /** From 0 up to here; may be infinite if it decays. */
  readonly end: number
  /** A bound on how fast its logarithm changes anywhere up to y. */
  readonly slope: (y: number) => number
  readonly logValue: (y: number) => number
}

/**
 * The integral of a positive function from 0 to `end` over a logarithmic axis, by Gauss and Legendre in panels that are
 * narrow where it is steep. It stops where what follows is negligible, so it must not rise again after a fall.
 */
export function panels({ end, slope, logValue }: Integrand): number {
  const { count, nodes, weights } = fineRule
  let sum = 0
  let from = 0
  let highest = -Infinity
  while (from < end) {
    const width = panelWidth(fineRule, slope, from, end)
    for (let i = 0; i < count; i++) {
      const value = logValue(from + width * (nodes[i] ?? 0))
      if (value > highest) highest = value
      sum += width * (weights[i] ?? 0) * Math.exp(value)
    }
    from += width
    if (from < end && logValue(from) < highest + negligible) break
    if (width <= 1e-15 * from) break
  }
  return sum
}

/** How wide the next panel may be. The slope at its end is an upper bound for that within it. */
export function panelWidth(rule: Rule, slope: (y: number) => number, from: number, end: number): number {
  let width = Math.min(rule.widest, end - from)
  for (let narrowing = 0; narrowing < 3; narrowing++) {
    const steepness = slope(from + width)
    if (steepness * width <= rule.steepest) return width
    width = Math.max(rule.steepest / steepness, width / 8)
  }
  return Math.min(width, rule.steepest / slope(from + width))
}
