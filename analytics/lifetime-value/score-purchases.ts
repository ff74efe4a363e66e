import { logOddsGone } from './beta-geometric.ts'
import { BetaGeometricProspect } from './beta-geometric-prospect.ts'
import { betaNodes, type WeightedPoints } from './beta-nodes.ts'
import { checkParameters, type PurchaseModel } from './fit-purchases.ts'
import { checkHistory, type Histories, most } from './histories.ts'
import { GoneIntegral } from './pareto-nbd.ts'
import { ParetoProspect } from './pareto-prospect.ts'
import type { Prospect } from './prospect.ts'
import { logistic } from './special.ts'

export interface ScoringOptions {
  /** Over which times purchases are forecast, from the end of the observation on, in the unit of the parameters. */
  readonly horizons: readonly number[]
  /** δ > 0: a purchase at τ counts e^−δτ; ln(1 + yearly rate) divided by the units in a year. */
  readonly discountRate: number
  /** Of the intervals; 0.95 unless given. */
  readonly coverage?: number
  /**
   * How many outlooks are kept for customers of the same frequency and age, of a few kB each; many, unless it is given. Few are
   * enough if customers come in this order.
   */
  readonly kept?: number
}

export interface PurchaseForecast {
  /** P(alive) at the end of the observation. */
  readonly alive: number
  /** By horizon: the expected number of purchases, and the interval between the quantiles of its exact distribution. */
  readonly expected: readonly number[]
  readonly lower: readonly number[]
  readonly upper: readonly number[]
  /** DERT, discounted expected residual transactions: all future purchases, discounted, without a limit of time. */
  readonly discounted: number
}

/** By horizon, of a customer who is alive. What is not asked for is not computed. */
class Outlook {
  readonly prospect: Prospect
  readonly #options: ScoringOptions
  #means: readonly number[] | null = null
  #tails: readonly (Float64Array | null)[] | null = null
  #discounted: number | null = null

  constructor(prospect: Prospect, options: ScoringOptions) {
    this.prospect = prospect
    this.#options = options
  }

  get means(): readonly number[] {
    this.#means ??= this.#options.horizons.map((t, i) => this.prospect.mean(t, this.tails[i]))
    return this.#means
  }

  get tails(): readonly (Float64Array | null)[] {
    this.#tails ??= this.#options.horizons.map((t) => this.prospect.tails(t))
    return this.#tails
  }

  get discounted(): number {
    this.#discounted ??= this.prospect.discounted(this.#options.discountRate)
    return this.#discounted
  }
}

/** So many outlooks are kept unless it is given. */
const mostKept = 40_000

/**
 * Forecasts of customers. Parameters are taken as known: intervals hold what a customer may do, and not the error of the
 * parameters. The same customer always gets the same forecast.
 */
export class PurchaseScorer {
  readonly model: PurchaseModel
  readonly parameters: readonly number[]
  readonly coverage: number
  readonly #options: ScoringOptions
  readonly #mostKept: number
  readonly #kept = new Map<number, Map<number, Outlook>>()
  #keptCount = 0
  readonly #gone = new GoneIntegral()
  /** By frequency: points of the chance to drop out. */
  readonly #points = new Map<number, WeightedPoints>()

  constructor(model: PurchaseModel, parameters: readonly number[], options: ScoringOptions) {
    checkParameters(model, parameters)
    const { horizons, discountRate, coverage = 0.95, kept = mostKept } = options
    if (!horizons.every((t) => t >= 0 && t <= most)) {
      throw new RangeError(`horizons must be times from 0 to ${most}, and not ${horizons.join(', ')}`)
    }
    if (!(discountRate > 0 && discountRate <= most && coverage > 0 && coverage < 1)) {
      throw new RangeError(`a discount rate of ${discountRate} or a coverage of ${coverage} is not possible`)
    }
    this.model = model
    this.parameters = parameters
    this.coverage = coverage
    this.#mostKept = kept
    this.#options = options
  }

  /** P(alive) at the end of the observation. */
  alive(frequency: number, recency: number, age: number): number {
    checkHistory(frequency, recency, age)
    return logistic(-this.#logOddsGone(frequency, recency, age))
  }

  /** A customer with this history: of `frequency` repeat purchases, the last at `recency`, observed for `age`. */
  score(frequency: number, recency: number, age: number): PurchaseForecast {
    const alive = this.alive(frequency, recency, age)
    const { horizons } = this.#options
    const outlook = this.#outlook(frequency, age)
    const tail = (1 - this.coverage) / 2
    const quantile = (chance: number) =>
      horizons.map((t, i) => countExceeded(outlook, i, t, alive === 0 ? Infinity : chance / alive))
    return {
      alive,
      expected: outlook.means.map((mean) => alive * mean),
      lower: quantile(1 - tail),
      upper: quantile(tail),
      discounted: alive * outlook.discounted,
    }
  }

  /** The expected number of purchases by horizon, of a customer with this history. */
  expected(frequency: number, recency: number, age: number): readonly number[] {
    const alive = this.alive(frequency, recency, age)
    return this.#outlook(frequency, age).means.map((mean) => alive * mean)
  }

  /** P(at least n purchases) by horizon, n ≥ 1, of a customer with this history. */
  atLeast(n: number, frequency: number, recency: number, age: number): readonly number[] {
    const alive = this.alive(frequency, recency, age)
    const { prospect } = this.#outlook(frequency, age)
    return this.#options.horizons.map((t) => alive * prospect.atLeast(n, t))
  }

  /** By horizon: P(at least n purchases) for n = 1, 2, …, of a customer who is alive; null if that are too many. */
  tails(frequency: number, age: number): readonly (Float64Array | null)[] {
    return this.#outlook(frequency, age).tails
  }

  #logOddsGone(x: number, recency: number, age: number): number {
    if (this.model === 'pareto_nbd') {
      this.#gone.set(this.parameters, x, recency, age)
      return this.#gone.logQ
    }
    const occasions = this.model === 'mbg_nbd' ? x + 1 : x
    return logOddsGone(this.parameters, occasions, { x, recency, age })
  }

  #pointsOf(b: number): WeightedPoints {
    const known = this.#points.get(b)
    if (known) return known
    if (this.#points.size >= 1000) this.#points.clear()
    const points = betaNodes(this.parameters[2] ?? NaN, b)
    this.#points.set(b, points)
    return points
  }

  #outlook(x: number, age: number): Outlook {
    let ofAge = this.#kept.get(age)
    const known = ofAge?.get(x)
    if (known) return known
    if (this.#keptCount >= this.#mostKept) {
      this.#kept.clear()
      this.#keptCount = 0
      ofAge = undefined
    }
    if (!ofAge) {
      ofAge = new Map()
      this.#kept.set(age, ofAge)
    }
    const prospect = prospectOf(this.model, this.parameters, x, age, (b) => this.#pointsOf(b))
    const outlook = new Outlook(prospect, this.#options)
    ofAge.set(x, outlook)
    this.#keptCount++
    return outlook
  }
}

/** The expected number of purchases of each customer within t, in columns. */
export function expectedPurchases(
  model: PurchaseModel,
  parameters: readonly number[],
  { frequency, recency, age }: Omit<Histories, 'customers'>,
  t: number,
): Float64Array {
  // nothing is discounted, so the rate does not matter
  const scorer = new PurchaseScorer(model, parameters, { horizons: [t], discountRate: 1 })
  const expected = new Float64Array(frequency.length)
  for (let i = 0; i < expected.length; i++) {
    expected[i] = scorer.expected(frequency[i] ?? NaN, recency[i] ?? NaN, age[i] ?? NaN)[0] ?? NaN
  }
  return expected
}

/** What a customer will do who is alive after `frequency` repeat purchases in `age`. */
export function prospectOf(
  model: PurchaseModel,
  [first = NaN, alpha = NaN, third = NaN, fourth = NaN]: readonly number[],
  frequency: number,
  age: number,
  pointsOf?: (b: number) => WeightedPoints,
): Prospect {
  const buying = [first + frequency, alpha + age]
  if (model === 'pareto_nbd') return new ParetoProspect([...buying, third, fourth + age])
  const occasions = model === 'mbg_nbd' ? frequency + 1 : frequency
  const b = fourth + occasions
  return new BetaGeometricProspect([...buying, third, b], 0, pointsOf && (() => pointsOf(b)))
}

/** What a customer will do who made the first purchase just now (Fader, Hardie & Lee 2005, equation 9). */
export function newCustomer(model: PurchaseModel, parameters: readonly number[]): Prospect {
  checkParameters(model, parameters)
  if (model === 'pareto_nbd') return new ParetoProspect(parameters)
  return new BetaGeometricProspect(parameters, model === 'mbg_nbd' ? 1 : 0)
}

/** The smallest n such that P(more than n | alive) is at most this. */
function countExceeded({ prospect, tails }: Outlook, horizon: number, t: number, chance: number): number {
  if (chance >= 1) return 0
  const listed = tails[horizon]
  const isAbove = (n: number) => (listed ? (listed[n] ?? 0) : prospect.atLeast(n + 1, t)) > chance
  let low = -1
  let high = listed ? listed.length : 1
  while (isAbove(high)) {
    low = high
    high *= 2
  }
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (isAbove(middle)) low = middle
    else high = middle
  }
  return high
}
