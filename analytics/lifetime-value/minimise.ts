import { dot, type Matrix, solve } from './matrix.ts'

/** Its value; writes its derivatives into `gradient`. */
export type Objective = (at: readonly number[], gradient: Float64Array) => number

export interface Minimum {
  readonly at: number[]
  readonly value: number
  /** The largest derivative. */
  readonly steepness: number
  readonly evaluations: number
  /** Whether it still fell at the edge of the box. */
  readonly isAtEdge: boolean
}

export interface Search {
  /** No coordinate leaves ±edge. */
  readonly edge: number
  /** It stops once no derivative exceeds this. */
  readonly tolerance: number
  readonly maxIterations: number
}

/**
 * The minimum near `start` by BFGS (Nocedal & Wright 2006, "Numerical Optimization", algorithm 6.1), with a line search that
 * halves by cubic interpolation. Everything is deterministic.
 */
export function minimise(objective: Objective, start: readonly number[], search: Search): Minimum {
  const size = start.length
  let at = [...start]
  let gradient = new Float64Array(size)
  let value = objective(at, gradient)
  let evaluations = 1
  let curvature = identity(size)
  let isFresh = true
  for (let iteration = 0; iteration < search.maxIterations; iteration++) {
    if (steepnessOf(gradient) <= search.tolerance) break
    let direction = curvature.map((row) => -dot(row, gradient))
    let slope = dot(direction, gradient)
    if (!(slope < 0)) {
      curvature = identity(size)
      isFresh = true
      direction = Array.from(gradient, (g) => -g)
      slope = dot(direction, gradient)
    }
    // what is left to gain is lost in rounding
    if (-slope < 1e-15 * Math.abs(value)) break
    // a first step of at most 0.5, later ones of at most 4 in the logarithm of any parameter
    const longest = Math.max(...direction.map(Math.abs))
    let step = Math.min(1, (isFresh ? 0.5 : 4) / longest)
    step = Math.min(step, roomFor(at, direction, search.edge))
    if (step <= 0) return { at, value, steepness: steepnessOf(gradient), evaluations, isAtEdge: true }
    const next = new Float64Array(size)
    let moved = at
    let lower = value
    let isLower = false
    for (let halving = 0; halving < 40; halving++) {
      moved = at.map((x, i) => x + step * (direction[i] ?? 0))
      lower = objective(moved, next)
      evaluations++
      if (lower <= value + 1e-4 * step * slope) {
        isLower = true
        break
      }
      const interpolated = (-slope * step * step) / (2 * (lower - value - slope * step))
      step = Number.isFinite(interpolated)
        ? Math.min(0.5 * step, Math.max(0.1 * step, interpolated))
        : 0.1 * step
    }
    if (!isLower) break
    const shift = moved.map((x, i) => x - (at[i] ?? 0))
    const change = next.map((g, i) => g - (gradient[i] ?? 0))
    const along = dot(shift, change)
    if (along > 1e-12 * Math.sqrt(dot(shift, shift) * dot(change, change))) {
      if (isFresh)
        curvature = curvature.map((row) => row.map((entry) => (entry * along) / dot(change, change)))
      curvature = updated(curvature, shift, change, along)
      isFresh = false
    }
    at = moved
    value = lower
    gradient = next
    if (at.some((x) => Math.abs(x) >= search.edge - 1e-9)) {
      return { at, value, steepness: steepnessOf(gradient), evaluations, isAtEdge: true }
    }
  }
  return { at, value, steepness: steepnessOf(gradient), evaluations, isAtEdge: false }
}

/**
 * The minimum in the box: a coordinate that reaches the edge stays there while the others are searched on, so that they are
 * the best ones beside it.
 */
export function minimiseInBox(objective: Objective, start: readonly number[], search: Search): Minimum {
  const isHeld = start.map(() => false)
  let at = [...start]
  let evaluations = 0
  for (;;) {
    const free = [...at.keys()].filter((i) => !isHeld[i])
    const full = new Float64Array(at.length)
    const base = at
    const whole = (part: readonly number[]) => {
      const values = [...base]
      for (const [k, i] of free.entries()) values[i] = part[k] ?? NaN
      return values
    }
    const found = minimise(
      (part, gradient) => {
        const value = objective(whole(part), full)
        for (const [k, i] of free.entries()) gradient[k] = full[i] ?? NaN
        return value
      },
      free.map((i) => at[i] ?? NaN),
      search,
    )
    at = whole(found.at)
    evaluations += found.evaluations
    const reached = free.filter((i) => Math.abs(at[i] ?? NaN) >= search.edge - 1e-9)
    for (const i of reached) isHeld[i] = true
    if (reached.length === 0 || reached.length === free.length) {
      return { ...found, at, evaluations, isAtEdge: isHeld.includes(true) }
    }
  }
}

/**
 * Newton's steps from a point close to the minimum, all with the second derivatives there: they make it exact, and
 * independent of where the search started.
 */
export function polish(objective: Objective, from: Minimum, lower: Matrix): Minimum {
  const gradient = new Float64Array(from.at.length)
  objective(from.at, gradient)
  let best = from
  for (let step = 0; step < 5 && best.steepness > 1e-14; step++) {
    const move = solve(lower, [...gradient])
    if (Math.max(...move.map(Math.abs)) > 0.5) break
    const at = best.at.map((x, i) => x - (move[i] ?? 0))
    const value = objective(at, gradient)
    const steepness = steepnessOf(gradient)
    if (!(steepness < best.steepness)) break
    best = { ...best, at, value, steepness, evaluations: best.evaluations + 1 }
  }
  return best
}

/** Second derivatives, from differences of the first. */
export function hessian(objective: Objective, at: readonly number[], h = 1e-4): number[][] {
  const rows = at.map((_, i) => {
    const gradientAt = (shift: number) => {
      const gradient = new Float64Array(at.length)
      objective(
        at.map((x, j) => (i === j ? x + shift : x)),
        gradient,
      )
      return gradient
    }
    const low = gradientAt(-h)
    return Array.from(gradientAt(h), (high, j) => (high - (low[j] ?? 0)) / (2 * h))
  })
  return rows.map((row, i) => row.map((entry, j) => (entry + (rows[j]?.[i] ?? 0)) / 2))
}

function steepnessOf(gradient: ArrayLike<number>): number {
  let most = 0
  for (let i = 0; i < gradient.length; i++) {
    const size = Math.abs(gradient[i] ?? 0)
    if (!(size <= most)) most = size
  }
  return most
}

/** How far one can go in a direction before a coordinate leaves the box. */
function roomFor(at: readonly number[], direction: readonly number[], edge: number): number {
  return Math.min(
    ...at.map((x, i) => {
      const speed = direction[i] ?? 0
      return speed === 0 ? Infinity : (edge - Math.sign(speed) * x) / Math.abs(speed)
    }),
  )
}

function identity(size: number): number[][] {
  return Array.from({ length: size }, (_, i) => Array.from({ length: size }, (__, j) => (i === j ? 1 : 0)))
}

/** The inverse Hessian after a step (equation 6.17). */
function updated(inverse: Matrix, shift: readonly number[], change: Float64Array, along: number): number[][] {
  const product = inverse.map((row) => dot(row, change))
  const scale = (1 + dot(product, change) / along) / along
  return inverse.map((row, i) =>
    row.map(
      (entry, j) =>
        entry +
        scale * (shift[i] ?? 0) * (shift[j] ?? 0) -
        ((product[i] ?? 0) * (shift[j] ?? 0) + (shift[i] ?? 0) * (product[j] ?? 0)) / along,
    ),
  )
}
