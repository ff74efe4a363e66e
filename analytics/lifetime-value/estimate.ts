import { cholesky, inverse, type Matrix } from './matrix.ts'
import { hessian, type Minimum, minimiseInBox, type Objective, polish, type Search } from './minimise.ts'

/**
 * converged: a maximum with curvature in every direction. flat: a maximum, but the data hardly distinguish some
 * combinations of parameters, so that forecasts can be trusted more than single parameters. edge: the likelihood still
 * rises where a parameter becomes so large or small that customers do not differ in it. stopped: no maximum was found.
 */
export type FitStatus = 'converged' | 'flat' | 'edge' | 'stopped'

/** A parameter with its standard error and 95 % interval. */
export interface Estimate {
  readonly name: string
  readonly value: number
  /** Null where the likelihood has no curvature. */
  readonly standardError: number | null
  /** Null where the data set no limit. */
  readonly lower: number | null
  readonly upper: number | null
  /**
   * wald: from the observed information, on the logarithm of the parameter, so that it is positive; the standard error by
   * the delta method. profile: all parameters within which the likelihood of the best others falls by less than 1.92,
   * where the surface is too flat for the first.
   */
  readonly method: 'wald' | 'profile'
}

export interface Maximum {
  readonly status: FitStatus
  readonly estimates: readonly Estimate[]
  readonly logLikelihood: number
  /** The covariance of the logarithms of the parameters, or null without curvature. */
  readonly logCovariance: Matrix | null
  readonly evaluations: number
  /** How many of the starts reached the maximum. */
  readonly agreeingStarts: number
  readonly starts: number
}

export interface Problem {
  readonly names: readonly string[]
  /** Minus the log-likelihood of one observation, on average, by the logarithms of the parameters. */
  readonly objective: Objective
  /** The same for a part of the observations, with which the starts are tried. */
  readonly rough: Objective
  readonly observations: number
  readonly starts: readonly (readonly number[])[]
  /** Whether profiles are affordable. */
  readonly mayProfile: boolean
}

/** Parameters between e^−11 and e^11 times their unit. */
const edge = 11
const fine: Search = { edge, tolerance: 1e-6, maxIterations: 300 }
const coarse: Search = { edge, tolerance: 1e-5, maxIterations: 150 }
/** A parameter whose logarithm has a larger standard error is not told apart from its half or double. */
const flatError = 0.7
/** Half the 95 % quantile of χ² with one degree of freedom. */
const fall = 1.920729

/** The maximum of a likelihood over positive parameters, from several starts. */
export function maximise(problem: Problem): Maximum {
  const tried = problem.starts.map((start) => minimiseInBox(problem.rough, start.map(Math.log), coarse))
  const lowest = tried.reduce((a, b) => (b.value < a.value ? b : a))
  const agreeing = tried.filter(({ value }) => value < lowest.value + 1e-5).length
  const found = minimiseInBox(problem.objective, lowest.at, fine)
  const lower = cholesky(hessian(problem.objective, found.at))
  const best = found.isAtEdge || !lower ? found : polish(problem.objective, found, lower)
  const logCovariance = lower
    ? inverse(lower).map((row) => row.map((entry) => entry / problem.observations))
    : null
  const errors = best.at.map((_, i) => (logCovariance ? Math.sqrt(logCovariance[i]?.[i] ?? NaN) : null))
  const isFlat = errors.some((error) => error === null || error > flatError)
  const status = best.isAtEdge ? 'edge' : best.steepness > 1e-6 ? 'stopped' : isFlat ? 'flat' : 'converged'
  return {
    status,
    estimates: problem.names.map((name, i) =>
      estimateOf(problem, best, { name, i, error: errors[i] ?? null }),
    ),
    logLikelihood: -best.value * problem.observations,
    logCovariance,
    evaluations: tried.reduce((sum, { evaluations }) => sum + evaluations, found.evaluations),
    agreeingStarts: agreeing,
    starts: tried.length,
  }
}

function estimateOf(
  problem: Problem,
  best: Minimum,
  { name, i, error }: { readonly name: string; readonly i: number; readonly error: number | null },
): Estimate {
  const log = best.at[i] ?? NaN
  const value = Math.exp(log)
  const standardError = error === null ? null : value * error
  if ((error !== null && error <= flatError) || !problem.mayProfile) {
    const reach = error === null ? Infinity : 1.959964 * error
    const bound = (at: number) => (Math.abs(at) < 2 * edge ? Math.exp(at) : null)
    return {
      name,
      value,
      standardError,
      lower: bound(log - reach),
      upper: bound(log + reach),
      method: 'wald',
    }
  }
  const bound = (direction: number) => profileBound(problem, best, i, direction)
  return { name, value, standardError, lower: bound(-1), upper: bound(1), method: 'profile' }
}

/** Where the likelihood of the best other parameters has fallen by 1.92; null if it does not before the edge. */
function profileBound(problem: Problem, best: Minimum, i: number, direction: number): number | null {
  let others = best.at.filter((_, j) => j !== i)
  let isBesideEdge = false
  const excess = (log: number): number => {
    const withIt = (at: readonly number[]) => [...at.slice(0, i), log, ...at.slice(i)]
    const full = new Float64Array(best.at.length)
    const objective: Objective = (at, gradient) => {
      const value = problem.objective(withIt(at), full)
      gradient.set(full.filter((_, j) => j !== i))
      return value
    }
    const { at, value, isAtEdge } = minimiseInBox(objective, others, { ...coarse, tolerance: 1e-7 })
    others = at
    isBesideEdge = isAtEdge
    return (value - best.value) * problem.observations - fall
  }
  let inside = best.at[i] ?? NaN
  let outside = inside
  let step = 0.5
  for (;;) {
    outside = inside + direction * step
    if (Math.abs(outside) > edge) return null
    if (excess(outside) > 0) break
    inside = outside
    step *= 1.6
  }
  // it falls only because another parameter cannot go on
  if (isBesideEdge) return null
  while (Math.abs(outside - inside) > 1e-3) {
    const middle = (inside + outside) / 2
    if (excess(middle) > 0) outside = middle
    else inside = middle
  }
  return Math.exp((inside + outside) / 2)
}
