import { logLogBand } from './kaplan-meier.ts'
import { type AtRisk, checkLifeTable } from './life-table.ts'

/**
 * The shifted-beta-geometric model of Fader & Hardie (2007), "How to Project Customer Retention", Journal of Interactive
 * Marketing 21(1): each subscriber cancels at every renewal with the same chance of their own, and these chances are
 * spread over subscribers by a beta distribution with parameters alpha and beta. Time is counted in renewals.
 */
export interface RetentionModel {
  readonly alpha: number
  readonly beta: number
}

export interface RetentionFit extends RetentionModel {
  readonly logLikelihood: number
  /**
   * - converged: the likelihood has its maximum at these parameters
   * - homogeneous: it rises as subscribers become alike, so alpha and beta are so large that all have the same chance
   * - polarised: it rises as they become either certain to leave at once or certain to stay
   * - unsettled: the iterations ended before
   */
  readonly status: 'converged' | 'homogeneous' | 'polarised' | 'unsettled'
  readonly iterations: number
  /** Of ln alpha and ln beta: variances, and their covariance. Null unless the fit converged. */
  readonly covariance: { readonly alpha: number; readonly beta: number; readonly both: number } | null
}

/** Where subscribers count as alike, and as either leaving at once or never: the sum of alpha and beta. */
const mostAlike = 1e6
const leastAlike = 1e-6
const z = 1.959963984540054

/**
 * Maximum likelihood from a life table, in which time 1 is the first renewal. Cohorts need no table of their own: the
 * likelihood is a product over renewals, so subscribers at risk are added up over cohorts, and those who are still there
 * are censored on the right.
 */
export function fitRetention(table: readonly AtRisk[]): RetentionFit {
  checkLifeTable(table)
  const rows = table.filter(({ atRisk }) => atRisk > 0)
  if (rows.some(({ time }) => !Number.isInteger(time) || time < 1))
    throw new RangeError('renewals are counted from 1 in whole numbers')
  const left = rows.reduce((sum, row) => sum + row.left, 0)
  const decisions = rows.reduce((sum, row) => sum + row.atRisk, 0)
  if (left === 0 || left === decisions)
    throw new RangeError(`${left} of ${decisions} renewals were refused: some must be, and some not`)
  const share = left / decisions
  // one renewal shows the mean of the chances and nothing of how they are spread
  if (rows.length === 1) return alike(rows, share)
  const starts = [0.3, 1, 4, 20, 200].map((sum) =>
    climb(rows, Math.log(share * sum), Math.log((1 - share) * sum)),
  )
  return starts.reduce((best, fit) => (fit.logLikelihood > best.logLikelihood ? fit : best))
}

function alike(rows: readonly AtRisk[], share: number): RetentionFit {
  const [a, b] = [Math.log(share * mostAlike), Math.log((1 - share) * mostAlike)]
  const logLikelihood = derivatives(rows, a, b).value
  return { ...parameters(a, b), logLikelihood, status: 'homogeneous', iterations: 0, covariance: null }
}

/** Newton's method on ln alpha and ln beta, damped until a step raises the likelihood. */
function climb(rows: readonly AtRisk[], startA: number, startB: number): RetentionFit {
  let [a, b] = [startA, startB]
  let here = derivatives(rows, a, b)
  let damping = 1e-3
  for (let iterations = 0; iterations < 500; iterations++) {
    const gradient = Math.hypot(here.a, here.b)
    if (gradient < 1e-8 * (1 + Math.abs(here.value))) return settled(here, a, b, iterations)
    const [aa, bb, ab] = [-here.aa + damping, -here.bb + damping, -here.ab]
    const determinant = aa * bb - ab * ab
    const isUphill = aa > 0 && determinant > 0
    const stepA = isUphill ? (bb * here.a - ab * here.b) / determinant : Number.NaN
    const stepB = isUphill ? (aa * here.b - ab * here.a) / determinant : Number.NaN
    const longest = Math.max(1, Math.hypot(stepA, stepB) / 2)
    const next = isUphill ? derivatives(rows, a + stepA / longest, b + stepB / longest) : null
    if (!next || next.value < here.value) {
      damping = Math.max(damping * 4, 1e-8)
      if (damping > 1e15) return settled(here, a, b, iterations)
      continue
    }
    damping /= 8
    ;[a, b] = [a + stepA / longest, b + stepB / longest]
    here = next
    const sum = Math.exp(a) + Math.exp(b)
    if (sum > mostAlike || sum < leastAlike) {
      const status = sum > 1 ? 'homogeneous' : 'polarised'
      return { ...parameters(a, b), logLikelihood: here.value, status, iterations, covariance: null }
    }
  }
  return {
    ...parameters(a, b),
    logLikelihood: here.value,
    status: 'unsettled',
    iterations: 500,
    covariance: null,
  }
}

function settled(here: Derivatives, a: number, b: number, iterations: number): RetentionFit {
  const determinant = here.aa * here.bb - here.ab ** 2
  const isMaximum = here.aa < 0 && determinant > 1e-10 * here.aa * here.bb
  const gradient = Math.hypot(here.a, here.b)
  const isFlat = gradient < 1e-4 * (1 + Math.abs(here.value))
  const covariance =
    isMaximum && isFlat
      ? { alpha: -here.bb / determinant, beta: -here.aa / determinant, both: here.ab / determinant }
      : null
  const status = covariance ? 'converged' : Math.exp(a) + Math.exp(b) > 1e3 ? 'homogeneous' : 'unsettled'
  return { ...parameters(a, b), logLikelihood: here.value, status, iterations, covariance }
}

const parameters = (a: number, b: number): RetentionModel => ({ alpha: Math.exp(a), beta: Math.exp(b) })

interface Derivatives {
  readonly value: number
  readonly a: number
  readonly b: number
  readonly aa: number
  readonly bb: number
  readonly ab: number
}

/** The log-likelihood with its first and second derivatives by ln alpha and ln beta. */
function derivatives(rows: readonly AtRisk[], a: number, b: number): Derivatives {
  const { alpha, beta } = parameters(a, b)
  let [value, byAlpha, byBeta, inAlpha, inBeta, inBoth] = [0, 0, 0, 0, 0, 0]
  for (const { time, atRisk, left } of rows) {
    const stays = beta + time - 1
    const all = alpha + stays
    const kept = atRisk - left
    value += left * (a - Math.log(all)) + kept * Math.log1p(-alpha / all)
    byAlpha += left / alpha - atRisk / all
    byBeta += kept / stays - atRisk / all
    inAlpha += atRisk / all ** 2 - left / alpha ** 2
    inBeta += atRisk / all ** 2 - kept / stays ** 2
    inBoth += atRisk / all ** 2
  }
  return {
    value,
    a: alpha * byAlpha,
    b: beta * byBeta,
    aa: alpha ** 2 * inAlpha + alpha * byAlpha,
    bb: beta ** 2 * inBeta + beta * byBeta,
    ab: alpha * beta * inBoth,
  }
}

/** The 95 % intervals of alpha and beta, symmetric on the scale of their logarithms. Null unless the fit converged. */
export function retentionIntervals({ alpha, beta, covariance }: RetentionFit) {
  if (!covariance) return null
  const around = (center: number, variance: number) => {
    const factor = Math.exp(z * Math.sqrt(variance))
    return { lower: center / factor, upper: center * factor }
  }
  return { alpha: around(alpha, covariance.alpha), beta: around(beta, covariance.beta) }
}

/** The chance to refuse renewal number `renewal`, counted from 1, of somebody who agreed to all before. */
export function refusalChance({ alpha, beta }: RetentionModel, renewal: number): number {
  return alpha / (alpha + beta + renewal - 1)
}

/** The share of subscribers who agree to at least so many renewals, with its 95 % band by the delta method. */
export function retained(fit: RetentionFit, renewals: number): Band & { readonly share: number } {
  const { alpha, beta } = fit
  let [logShare, byAlpha, byBeta] = [0, 0, 0]
  for (let renewal = 1; renewal <= renewals; renewal++) {
    const all = alpha + beta + renewal - 1
    logShare += Math.log1p(-alpha / all)
    byAlpha -= alpha / all
    byBeta += beta / (all - alpha) - beta / all
  }
  return { share: Math.exp(logShare), ...band(fit, logShare, byAlpha, byBeta) }
}

/** The 95 % band of a share by the delta method, from its logarithm and the derivatives of that. Null unless it converged. */
function band({ covariance }: RetentionFit, logShare: number, byAlpha: number, byBeta: number) {
  const share = Math.exp(logShare)
  if (logShare === 0 || share === 0) return { lower: share, upper: share }
  if (!covariance) return { lower: null, upper: null }
  const { alpha, beta, both } = covariance
  const variance = byAlpha ** 2 * alpha + byBeta ** 2 * beta + 2 * byAlpha * byBeta * both
  return logLogBand(share, Math.sqrt(Math.max(0, variance)))
}

interface Band {
  readonly lower: number | null
  readonly upper: number | null
}

/**
 * The expected number of renewals among the next `horizon` ones, of somebody who agreed to `renewals` so far; each is
 * worth 1 / (1 + rate) of the one before it, and the first is worth 1.
 */
export function expectedRenewals(model: RetentionModel, renewals: number, horizon: number, rate = 0): number {
  checkRate(rate)
  let [expected, alive, discount] = [0, 1, 1]
  for (let renewal = renewals + 1; renewal <= renewals + horizon; renewal++) {
    alive *= 1 - refusalChance(model, renewal)
    expected += alive * discount
    discount /= 1 + rate
  }
  return expected
}

/** The 95 % band of `expectedRenewals`, for what is not known about alpha and beta. */
export function expectedRenewalsBand(fit: RetentionFit, renewals: number, horizon: number, rate = 0): Band {
  const most = expectedRenewals({ alpha: 0, beta: 1 }, 0, horizon, rate)
  const logShare = (a: number, b: number) => {
    const model = { alpha: fit.alpha * Math.exp(a), beta: fit.beta * Math.exp(b) }
    return Math.log(expectedRenewals(model, renewals, horizon, rate) / most)
  }
  const step = 1e-4
  const byAlpha = (logShare(step, 0) - logShare(-step, 0)) / (2 * step)
  const byBeta = (logShare(0, step) - logShare(0, -step)) / (2 * step)
  const { lower, upper } = band(fit, logShare(0, 0), byAlpha, byBeta)
  return { lower: lower === null ? null : lower * most, upper: upper === null ? null : upper * most }
}

/**
 * Discounted expected residual lifetime (Fader & Hardie 2010, "Customer-Base Valuation in a Contractual Setting",
 * Marketing Science 29(1), equation 6): all renewals to come of somebody who agreed to `renewals` so far, just before
 * the next decision, at a discount rate for each period. It is their hypergeometric function, summed as a series.
 */
export function residualLifetime(model: RetentionModel, renewals: number, rate: number): number {
  checkRate(rate)
  if (rate < 1e-6)
    throw new RangeError(`a discount rate of ${rate} has no finite residual lifetime: 1e-6 is the least`)
  let [sum, term] = [0, 1]
  for (let renewal = renewals + 1; ; renewal++) {
    term *= 1 - refusalChance(model, renewal)
    sum += term
    term /= 1 + rate
    // all terms to come are less than a geometric series
    if (term * (1 + rate) <= 1e-13 * rate * sum || term === 0) return sum
  }
}

function checkRate(rate: number): void {
  if (!(rate >= 0 && rate < Number.POSITIVE_INFINITY))
    throw new RangeError(`a discount rate of ${rate} is not 0 or more`)
}
