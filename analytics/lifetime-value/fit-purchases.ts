import { betaGeometric } from './beta-geometric.ts'
import { type Estimate, type Maximum, maximise } from './estimate.ts'
import { type Histories, type OrderedHistories, orderHistories } from './histories.ts'
import type { PurchaseFamily } from './likelihood.ts'
import type { Objective } from './minimise.ts'
import { paretoNbd } from './pareto-nbd.ts'

/** In this order everywhere. */
export const purchaseModels = ['bg_nbd', 'mbg_nbd', 'pareto_nbd'] as const
export type PurchaseModel = (typeof purchaseModels)[number]

export const purchaseFamilies: Readonly<Record<PurchaseModel, PurchaseFamily>> = {
  bg_nbd: betaGeometric(false),
  mbg_nbd: betaGeometric(true),
  pareto_nbd: paretoNbd,
}

export interface PurchaseFit extends Maximum {
  readonly model: PurchaseModel
  /** r, alpha, a, b of BG/NBD and MBG/NBD; r, alpha, s, beta of Pareto/NBD. alpha and beta are times. */
  readonly parameters: readonly number[]
  readonly customers: number
  readonly purchases: number
  readonly groups: number
  /** Akaike's and the Bayesian information criterion: lower is better. */
  readonly aic: number
  readonly bic: number
}

/** The starts are tried with this many customers. */
const roughCustomers = 1000
/** With more groups, a profile would take minutes. */
const mostProfiled = 20_000

/** Why a model of purchases cannot be fitted to these histories, or null if it can. */
export function whyNotFitted(histories: Histories): string | null {
  const { size, purchaseCount, age } = orderHistories(histories)
  return reasonOf(size, purchaseCount, age)
}

function reasonOf(size: number, purchaseCount: number, age: Float64Array): string | null {
  if (size === 0) return 'there are no customers'
  if (purchaseCount === 0) return 'no customer bought again, so nothing is known about how often they do'
  if (age.every((span) => span === 0)) return 'no time passed after the first purchase of any customer'
  return null
}

/**
 * Fits a model of purchases by maximum likelihood, in the unit of time of the histories. Throws a RangeError for histories
 * that are impossible, or that say nothing about purchases (`whyNotFitted`).
 */
export function fitPurchases(model: PurchaseModel, histories: Histories): PurchaseFit {
  const ordered = orderHistories(histories)
  const { size, customerCount, purchaseCount } = ordered
  const reason = reasonOf(size, purchaseCount, ordered.age)
  if (reason !== null) throw new RangeError(`${model} cannot be fitted: ${reason}`)
  const family = purchaseFamilies[model]
  // in units of the mean age, so that the search does not depend on the unit of time
  const unit = meanAge(ordered)
  const scaled = inUnits(ordered, unit)
  const rough = size <= roughCustomers / 2 ? scaled : sample(scaled)
  const maximum = maximise({
    names: family.parameters,
    objective: meanLoss(family, scaled),
    rough: meanLoss(family, rough),
    observations: customerCount,
    starts: family.starts(purchaseCount / customerCount),
    mayProfile: size <= mostProfiled,
  })
  const estimates = maximum.estimates.map((estimate, i) =>
    family.isTime[i] ? inUnit(estimate, unit) : estimate,
  )
  const logLikelihood = maximum.logLikelihood - purchaseCount * Math.log(unit)
  const count = estimates.length
  return {
    ...maximum,
    model,
    estimates,
    parameters: estimates.map(({ value }) => value),
    logLikelihood,
    customers: customerCount,
    purchases: purchaseCount,
    groups: size,
    aic: 2 * count - 2 * logLikelihood,
    bic: count * Math.log(customerCount) - 2 * logLikelihood,
  }
}

/** The log-likelihood at given parameters, and its derivatives by them. */
export function purchaseLogLikelihood(
  model: PurchaseModel,
  parameters: readonly number[],
  histories: Histories,
): { readonly value: number; readonly gradient: readonly number[] } {
  checkParameters(model, parameters)
  const gradient = new Float64Array(parameters.length)
  const value = purchaseFamilies[model].logLikelihood(orderHistories(histories))(parameters, gradient)
  return { value, gradient: [...gradient] }
}

/** The smallest and largest parameters that the models are proven for. */
export const parameterRange = { least: 1e-6, most: 1e9 } as const

export function checkParameters(model: PurchaseModel, parameters: readonly number[]): void {
  const { parameters: names } = purchaseFamilies[model]
  const { least, most } = parameterRange
  if (parameters.length === names.length && parameters.every((value) => value >= least && value <= most))
    return
  throw new RangeError(
    `${model} has the parameters ${names.join(', ')}, each from ${least} to ${most}, and not ${parameters.join(', ')}`,
  )
}

function meanLoss(family: PurchaseFamily, histories: OrderedHistories): Objective {
  const logLikelihood = family.logLikelihood(histories)
  const count = histories.customerCount
  return (logs, gradient) => {
    const parameters = logs.map(Math.exp)
    const value = logLikelihood(parameters, gradient)
    for (let i = 0; i < parameters.length; i++) {
      gradient[i] = (-(gradient[i] ?? 0) * (parameters[i] ?? 0)) / count
    }
    return -value / count
  }
}

function meanAge({ size, age, customers, customerCount }: OrderedHistories): number {
  let sum = 0
  for (let i = 0; i < size; i++) sum += (age[i] ?? 0) * (customers[i] ?? 0)
  return sum / customerCount
}

function inUnits(histories: OrderedHistories, unit: number): OrderedHistories {
  const scaled = (times: Float64Array) => times.map((time) => time / unit)
  return { ...histories, recency: scaled(histories.recency), age: scaled(histories.age) }
}

/** The customers at equal distances, so that a group has as many of them as its share is. */
function sample(histories: OrderedHistories): OrderedHistories {
  const { size, customers, customerCount } = histories
  const rows: number[] = []
  const counts: number[] = []
  const distance = customerCount / roughCustomers
  let passed = 0
  let drawn = 0
  for (let i = 0; i < size; i++) {
    passed += customers[i] ?? 0
    const until = Math.min(roughCustomers, Math.floor(passed / distance + 0.5))
    if (until > drawn) {
      rows.push(i)
      counts.push(until - drawn)
    }
    drawn = until
  }
  const part = (column: Float64Array) => rows.map((i) => column[i] ?? 0)
  return orderHistories({
    frequency: part(histories.frequency),
    recency: part(histories.recency),
    age: part(histories.age),
    customers: counts,
  })
}

function inUnit(estimate: Estimate, unit: number): Estimate {
  const times = (value: number | null) => (value === null ? null : value * unit)
  const { value, standardError, lower, upper } = estimate
  return {
    ...estimate,
    value: value * unit,
    standardError: times(standardError),
    lower: times(lower),
    upper: times(upper),
  }
}
