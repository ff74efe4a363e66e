import { type Maximum, maximise } from './estimate.ts'
import type { Objective } from './minimise.ts'
import { digammaRising, logBeta } from './special.ts'

/**
 * Gamma-Gamma (Fader & Hardie 2013, "The Gamma-Gamma Model of Monetary Value"): the values of a customer's purchases are
 * Gamma(p, ν), and ν ~ Gamma(q, γ) over customers, independently of how often they buy. γ is an amount of money.
 */
export const spendParameters = ['p', 'q', 'gamma'] as const

/** Customers in columns; those whose purchases are fewer than 1 or worth nothing say nothing about spend. */
export interface SpendHistories {
  /** x: how many purchases the mean is of, at least 1. */
  readonly purchases: ArrayLike<number>
  /** z̄: the mean value of a purchase, above 0. */
  readonly meanValue: ArrayLike<number>
}

export interface SpendFit extends Maximum {
  readonly parameters: readonly number[]
  readonly customers: number
  /** The expected value of a purchase of an unknown customer, pγ/(q − 1); null if q ≤ 1, where there is no such mean. */
  readonly populationMean: number | null
  /** Pearson's, between the number of purchases and their mean value; the model assumes none. */
  readonly correlation: number | null
}

/** Throws a RangeError for impossible histories, or fewer than two different mean values. */
export function fitSpend(histories: SpendHistories): SpendFit {
  const ordered = orderSpend(histories)
  const { purchases, meanValue } = ordered
  const customers = purchases.length
  if (customers < 2 || meanValue.every((mean) => mean === meanValue[0])) {
    throw new RangeError('gamma_gamma cannot be fitted: it needs customers whose purchases differ in value')
  }
  const unit = meanValue.reduce((sum, mean) => sum + mean, 0) / customers
  const scaled = { purchases, meanValue: meanValue.map((mean) => mean / unit) }
  const stride = Math.max(1, Math.floor(customers / 1000))
  const part = (column: Float64Array) => column.filter((_, i) => i % stride === 0)
  const rough = stride === 1 ? scaled : { purchases: part(purchases), meanValue: part(scaled.meanValue) }
  const maximum = maximise({
    names: spendParameters,
    objective: meanLoss(scaled),
    rough: meanLoss(rough),
    observations: customers,
    starts: [
      [2, 3, 1],
      [6, 4, 0.5],
      [1, 1.5, 0.5],
      [20, 6, 0.25],
      [1, 20, 19],
    ],
    mayProfile: customers <= 20_000,
  })
  const estimates = maximum.estimates.map((estimate) => {
    if (estimate.name !== 'gamma') return estimate
    const { value, standardError, lower, upper } = estimate
    const times = (amount: number | null) => (amount === null ? null : amount * unit)
    return {
      ...estimate,
      value: value * unit,
      standardError: times(standardError),
      lower: times(lower),
      upper: times(upper),
    }
  })
  const parameters = estimates.map(({ value }) => value)
  return {
    ...maximum,
    estimates,
    parameters,
    logLikelihood: maximum.logLikelihood - customers * Math.log(unit),
    customers,
    populationMean: expectedSpend(parameters, 0, 0),
    correlation: correlation(purchases, meanValue),
  }
}

/** The log-likelihood at given parameters, and its derivatives by them. */
export function spendLogLikelihood(
  parameters: readonly number[],
  histories: SpendHistories,
): { readonly value: number; readonly gradient: readonly number[] } {
  checkSpendParameters(parameters)
  const gradient = new Float64Array(3)
  const value = logLikelihood(orderSpend(histories))(parameters, gradient)
  return { value, gradient: [...gradient] }
}

/**
 * The expected value of each future purchase of a customer whose x purchases had this mean (equation 5), or of an unknown
 * customer (x = 0). Null where the model has no mean, which is where px + q ≤ 1.
 */
export function expectedSpend(
  parameters: readonly number[],
  purchases: number,
  meanValue: number,
): number | null {
  checkSpendParameters(parameters)
  checkSpend(purchases, meanValue)
  const [p = NaN, q = NaN, gamma = NaN] = parameters
  const shape = p * purchases + q
  return shape > 1 ? (p * (gamma + purchases * meanValue)) / (shape - 1) : null
}

export function checkSpendParameters(parameters: readonly number[]): void {
  if (parameters.length === 3 && parameters.every((value) => value >= 1e-8 && value <= 1e15)) return
  throw new RangeError(
    `gamma_gamma has the parameters p, q and gamma, all above 0, and not ${parameters.join(', ')}`,
  )
}

function checkSpend(purchases: number, meanValue: number): void {
  const isPossible = purchases >= 0 && purchases <= 1e9 && meanValue >= 0 && meanValue <= 1e15
  if (isPossible && (purchases === 0) === (meanValue === 0)) return
  throw new RangeError(`no customer can have ${purchases} purchases of the mean value ${meanValue}`)
}

function meanLoss(histories: Ordered): Objective {
  const { purchases } = histories
  const evaluate = logLikelihood(histories)
  return (logs, gradient) => {
    const parameters = logs.map(Math.exp)
    const value = evaluate(parameters, gradient)
    for (let i = 0; i < 3; i++) gradient[i] = (-(gradient[i] ?? 0) * (parameters[i] ?? 0)) / purchases.length
    return -value / purchases.length
  }
}

interface Ordered {
  readonly purchases: Float64Array
  readonly meanValue: Float64Array
}

/** By number of purchases, so that what depends only on it is computed once, and in one order. */
function orderSpend({ purchases, meanValue }: SpendHistories): Ordered {
  const size = purchases.length
  if (meanValue.length !== size)
    throw new RangeError(`columns of ${size} and ${meanValue.length} rows do not fit`)
  for (let i = 0; i < size; i++) {
    checkSpend(purchases[i] ?? NaN, meanValue[i] ?? NaN)
    if (!((purchases[i] ?? 0) >= 1))
      throw new RangeError('a customer without purchases says nothing about spend')
  }
  const order = Uint32Array.from({ length: size }, (_, i) => i).sort(
    (a, b) => (purchases[a] ?? 0) - (purchases[b] ?? 0) || (meanValue[a] ?? 0) - (meanValue[b] ?? 0),
  )
  const column = (values: ArrayLike<number>) => Float64Array.from(order, (at) => values[at] ?? 0)
  return { purchases: column(purchases), meanValue: column(meanValue) }
}

/** Equation 1a, in a form that loses no digits where parameters are large. */
function logLikelihood({ purchases, meanValue }: Ordered) {
  return ([p = NaN, q = NaN, gamma = NaN]: readonly number[], gradient: Float64Array): number => {
    let sum = 0
    let byP = 0
    let byQ = 0
    let byGamma = 0
    let known = NaN
    let beta = 0
    let slopeP = 0
    let slopeQ = 0
    for (let i = 0; i < purchases.length; i++) {
      const x = purchases[i] ?? 0
      const mean = meanValue[i] ?? 0
      const shape = p * x
      if (x !== known) {
        known = x
        beta = logBeta(shape, q)
        slopeP = digammaRising(shape, q)
        slopeQ = digammaRising(q, shape)
      }
      const spent = x * mean
      const atSpent = Math.log1p(gamma / spent)
      const atGamma = Math.log1p(spent / gamma)
      sum += -beta - shape * atSpent - q * atGamma - Math.log(mean)
      byP += x * (slopeP - atSpent)
      byQ += slopeQ - atGamma
      byGamma += (q * spent - shape * gamma) / (gamma * (gamma + spent))
    }
    gradient.set([byP, byQ, byGamma])
    return sum
  }
}

function correlation(a: Float64Array, b: Float64Array): number | null {
  const mean = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanA, meanB] = [mean(a), mean(b)]
  let both = 0
  let ofA = 0
  let ofB = 0
  for (let i = 0; i < a.length; i++) {
    const [fromA, fromB] = [(a[i] ?? 0) - meanA, (b[i] ?? 0) - meanB]
    both += fromA * fromB
    ofA += fromA * fromA
    ofB += fromB * fromB
  }
  return ofA > 0 && ofB > 0 ? both / Math.sqrt(ofA * ofB) : null
}
