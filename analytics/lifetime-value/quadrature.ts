/** Nodes and weights of Gauss and Legendre on 0 to 1: exact for polynomials of degree 31. */
export const nodeCount = 16
export const { nodes, weights } = legendre(nodeCount)

function legendre(count: number): { readonly nodes: Float64Array; readonly weights: Float64Array } {
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
  return { nodes, weights }
}

/** The widest panel on a logarithmic axis: within it, sums of powers are close to polynomials. */
export const widestPanel = 3
/** By how much the logarithm of what is integrated may change within a panel. */
export const steepestPanel = 14
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
  let sum = 0
  let from = 0
  let highest = -Infinity
  while (from < end) {
    const width = panelWidth(slope, from, end)
    for (let i = 0; i < nodeCount; i++) {
      const value = logValue(from + width * (nodes[i] ?? 0))
      if (value > highest) highest = value
      sum += width * (weights[i] ?? 0) * Math.exp(value)
    }
    from += width
    if (from < end && logValue(from) < highest + negligible) break
  }
  return sum
}

export function panelWidth(slope: (y: number) => number, from: number, end: number): number {
  let width = Math.min(widestPanel, end - from)
  // the slope at the end of a narrower panel is lower, so this is on the safe side
  for (let halving = 0; halving < 3 && slope(from + width) * width > steepestPanel; halving++) {
    width = Math.max(steepestPanel / slope(from + width), width / 8)
  }
  const steepest = slope(from + width)
  return steepest * width > steepestPanel ? steepestPanel / steepest : width
}
