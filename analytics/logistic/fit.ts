import { CholeskyDecomposition, Matrix } from 'ml-matrix'
import { checkDesign, type Design, rowCount, type Scale, scaleOf, standardise } from './design.ts'
import { checkOutcomes, sigmoid, softplus } from './numbers.ts'

export interface LogisticOptions {
  /**
   * The L2 penalty: half of it times the sum of the squared coefficients is taken from the log-likelihood. It is the
   * precision of a normal prior on the effect of one standard deviation. Above 0, so that separated classes and features
   * that repeat each other have finite coefficients.
   */
  readonly ridge: number
  /** Cases of one group, such as those of one customer at several times, are not independent of each other. */
  readonly groups?: ArrayLike<number>
  /** Features that are to have no effect. */
  readonly ignored?: ReadonlySet<number>
  readonly maxIterations?: number
  /** The largest derivative, for each case, that still counts as none. */
  readonly tolerance?: number
}

/** A model on the log-odds of the outcome 1. Coefficients are of standardised features. */
export interface LogisticModel {
  readonly intercept: number
  readonly coefficients: Float64Array
  readonly scale: Scale
}

export interface LogisticFit extends LogisticModel {
  /** Robust standard errors, by the group of the cases (Liang & Zeger 1986); 0 for a feature without variation. */
  readonly standardErrors: Float64Array
  readonly interceptError: number
  /** The robust covariance of the intercept and the coefficients, row by row, from which both errors are. */
  readonly covariance: Float64Array
  readonly status: 'converged' | 'unsettled'
  readonly iterations: number
  /** Without the penalty. */
  readonly logLikelihood: number
}

/**
 * L2-penalised logistic regression by Newton's method, which is iteratively reweighted least squares (Hastie, Tibshirani
 * & Friedman 2009, section 4.4), on standardised features; the intercept is not penalised. The penalised likelihood is
 * strictly concave, so there is one maximum, and steps are halved until they raise it. The same input gives the same
 * output. Throws a RangeError for values that are not finite, and if only one outcome occurs.
 */
export function fitLogistic(
  design: Design,
  outcomes: ArrayLike<number>,
  options: LogisticOptions,
): LogisticFit {
  const { ridge, maxIterations = 100, tolerance = 1e-9 } = options
  if (!(ridge > 0 && ridge < Number.POSITIVE_INFINITY))
    throw new RangeError(`a ridge of ${ridge} is not above 0`)
  checkDesign(design)
  const rows = rowCount(design)
  checkOutcomes(outcomes, rows)
  const scale = scaleOf(design, options.ignored)
  const features = { design, scale }
  let beta = new Float64Array(design.width + 1)
  beta[0] = Math.log(share(outcomes) / (1 - share(outcomes)))
  let here = moments(features, outcomes, beta, ridge)
  let iterations = 0
  let status: LogisticFit['status'] = 'unsettled'
  for (; iterations < maxIterations; iterations++) {
    if (here.gradient.every((each) => Math.abs(each) <= tolerance * rows)) {
      status = 'converged'
      break
    }
    const step = solve(here.information, here.gradient)
    let length = 1
    let next = moments(features, outcomes, moved(beta, step, length), ridge)
    while (!(next.objective >= here.objective) && length > 1e-10) {
      length /= 2
      next = moments(features, outcomes, moved(beta, step, length), ridge)
    }
    // no step raises it any further: the digits of the objective are used up
    if (!(next.objective > here.objective)) {
      status = here.gradient.every((each) => Math.abs(each) <= 1e-6 * rows) ? 'converged' : 'unsettled'
      break
    }
    beta = moved(beta, step, length)
    here = next
  }
  const covariance = robustCovariance(features, outcomes, beta, here.information, options.groups)
  const errors = beta.map((_, j) => Math.sqrt(Math.max(0, covariance[j * (beta.length + 1)] ?? 0)))
  return {
    intercept: beta[0] ?? 0,
    coefficients: beta.slice(1),
    scale,
    standardErrors: errors.slice(1).map((error, feature) => (scale.deviations[feature] === 0 ? 0 : error)),
    interceptError: errors[0] ?? 0,
    covariance,
    status,
    iterations,
    logLikelihood: here.logLikelihood,
  }
}

/** The log-odds of each case by a model. */
export function logitsOf(model: LogisticModel, design: Design): Float64Array {
  checkDesign(design)
  if (design.width !== model.coefficients.length)
    throw new RangeError(`${design.width} features do not fit a model of ${model.coefficients.length}`)
  const beta = Float64Array.from([model.intercept, ...model.coefficients])
  const one = new Float64Array(beta.length)
  return Float64Array.from({ length: rowCount(design) }, (_, row) => {
    standardise(design, model.scale, row, one)
    return product(one, beta)
  })
}

function share(outcomes: ArrayLike<number>): number {
  let ones = 0
  for (let i = 0; i < outcomes.length; i++) ones += outcomes[i] ?? 0
  return ones / outcomes.length
}

type Features = { readonly design: Design; readonly scale: Scale }

function product(one: Float64Array, beta: Float64Array): number {
  let sum = 0
  for (let j = 0; j < one.length; j++) sum += (one[j] ?? 0) * (beta[j] ?? 0)
  return sum
}

/** The penalised log-likelihood with its gradient and information (the negative Hessian). */
function moments(
  { design, scale }: Features,
  outcomes: ArrayLike<number>,
  beta: Float64Array,
  ridge: number,
) {
  const size = design.width + 1
  const gradient = new Float64Array(size)
  const information = new Float64Array(size * size)
  const one = new Float64Array(size)
  let logLikelihood = 0
  for (let row = 0; row < outcomes.length; row++) {
    standardise(design, scale, row, one)
    const outcome = outcomes[row] ?? 0
    const eta = product(one, beta)
    const p = sigmoid(eta)
    logLikelihood += outcome * eta - softplus(eta)
    addTo(gradient, one, outcome - p)
    const weight = p * (1 - p)
    for (let j = 0; j < size; j++) {
      const weighted = weight * (one[j] ?? 0)
      if (weighted === 0) continue
      for (let k = 0; k <= j; k++)
        information[j * size + k] = (information[j * size + k] ?? 0) + weighted * (one[k] ?? 0)
    }
  }
  let penalty = 0
  for (let j = 0; j < size; j++) {
    for (let k = 0; k < j; k++) information[k * size + j] = information[j * size + k] ?? 0
    if (j === 0) continue
    const b = beta[j] ?? 0
    penalty += (ridge * b * b) / 2
    gradient[j] = (gradient[j] ?? 0) - ridge * b
    information[j * size + j] = (information[j * size + j] ?? 0) + ridge
  }
  return { objective: logLikelihood - penalty, logLikelihood, gradient, information }
}

function addTo(sum: Float64Array, one: Float64Array, factor: number): void {
  for (let j = 0; j < sum.length; j++) sum[j] = (sum[j] ?? 0) + factor * (one[j] ?? 0)
}

function moved(beta: Float64Array, step: Float64Array, length: number): Float64Array<ArrayBuffer> {
  return Float64Array.from(beta, (each, j) => each + length * (step[j] ?? 0))
}

function decomposed(information: Float64Array): CholeskyDecomposition {
  const size = Math.sqrt(information.length)
  // weights of cases that are all but certain vanish, and the intercept has no penalty to keep it away from 0
  const floor =
    1e-10 * Math.max(...Array.from({ length: size }, (_, j) => information[j * size + j] ?? 0), 1e-10)
  const matrix = Matrix.from1DArray(size, size, information)
  for (let j = 0; j < size; j++) matrix.set(j, j, matrix.get(j, j) + floor)
  return new CholeskyDecomposition(matrix)
}

function solve(information: Float64Array, gradient: Float64Array): Float64Array<ArrayBuffer> {
  return Float64Array.from(decomposed(information).solve(Matrix.columnVector(gradient)).to1DArray())
}

/** The sandwich of the information around the scores of the groups. */
function robustCovariance(
  { design, scale }: Features,
  outcomes: ArrayLike<number>,
  beta: Float64Array,
  information: Float64Array,
  groups: ArrayLike<number> | undefined,
): Float64Array {
  const size = beta.length
  const scores = new Map<number, Float64Array>()
  const one = new Float64Array(size)
  for (let row = 0; row < outcomes.length; row++) {
    standardise(design, scale, row, one)
    const group = groups?.[row] ?? row
    const score = scores.get(group) ?? new Float64Array(size)
    addTo(score, one, (outcomes[row] ?? 0) - sigmoid(product(one, beta)))
    scores.set(group, score)
  }
  const meat = new Float64Array(size * size)
  for (const score of scores.values())
    for (let j = 0; j < size; j++)
      for (let k = 0; k < size; k++)
        meat[j * size + k] = (meat[j * size + k] ?? 0) + (score[j] ?? 0) * (score[k] ?? 0)
  const inverse = decomposed(information).solve(Matrix.eye(size))
  const sandwich = inverse.mmul(Matrix.from1DArray(size, size, meat)).mmul(inverse)
  return Float64Array.from(sandwich.to1DArray())
}
