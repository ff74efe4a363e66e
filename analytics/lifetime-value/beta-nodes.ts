import { panelWidth, plainRule } from './quadrature.ts'

/** Points of a Beta(a, b) distribution, with weights that add up to 1. */
export interface WeightedPoints {
  readonly points: Float64Array
  readonly weights: Float64Array
}

const negligible = -25
const { count, nodes, weights } = plainRule
/** p below e^−60 is taken for one point: functions of interest do not change there any more. */
const farthest = 60

/** For means of smooth functions of p ~ Beta(a, b), on the axis ln(p/(1 − p)), from the mode of the density outwards. */
export function betaNodes(a: number, b: number): WeightedPoints {
  const points: number[] = []
  const masses: number[] = []
  const centre = Math.log(a / b)
  const share = a / (a + b)
  for (const direction of [-1, 1]) {
    // of the density, relative to the mode
    const log = (y: number) => a * direction * y - (a + b) * Math.log1p(share * Math.expm1(direction * y))
    const point = (y: number) => 1 / (1 + Math.exp(-centre - direction * y))
    const slope = (y: number) => Math.abs(direction * a - direction * (a + b) * point(y))
    const end = farthest + Math.max(0, direction * -centre)
    let from = 0
    while (from < end && log(from) > negligible) {
      const width = panelWidth(plainRule, slope, from, end)
      for (let i = 0; i < count; i++) {
        const y = from + width * (nodes[i] ?? 0)
        points.push(point(y))
        masses.push(width * (weights[i] ?? 0) * Math.exp(log(y)))
      }
      from += width
    }
    points.push(point(from))
    masses.push(Math.exp(log(from)) / (direction < 0 ? a : b))
  }
  const total = masses.reduce((sum, mass) => sum + mass, 0)
  return { points: Float64Array.from(points), weights: Float64Array.from(masses, (mass) => mass / total) }
}
