import { checkSpendParameters, expectedSpend } from './gamma-gamma.ts'
import type { PurchaseForecast, PurchaseScorer } from './score-purchases.ts'
import { SpendMixture } from './spend-mixture.ts'

/** A forecast of purchases and their value. Amounts are in the unit of γ; by horizon where there are several. */
export interface ValueForecast extends PurchaseForecast {
  /** The expected value of each future purchase. */
  readonly expectedSpend: number
  readonly expectedValue: readonly number[]
  /** The interval of the distribution of the value, over how many purchases are made and how much each is worth. */
  readonly lowerValue: readonly number[]
  readonly upperValue: readonly number[]
  /** DERT times the expected value of a purchase: what all future purchases are worth today. */
  readonly discountedValue: number
}

/** Forecasts the value of customers with Gamma-Gamma (Fader, Hardie & Lee 2005b), on top of a model of purchases. */
export class ValueScorer {
  readonly #purchases: PurchaseScorer
  readonly #spend: readonly number[]
  readonly #mixture: SpendMixture

  /** Throws a RangeError if q ≤ 1: then the value of a purchase has no mean, and nothing can be expected of it. */
  constructor(purchases: PurchaseScorer, spendParameters: readonly number[]) {
    checkSpendParameters(spendParameters)
    const [p = NaN, q = NaN] = spendParameters
    if (q <= 1) {
      throw new RangeError(`with q = ${q}, which is not above 1, gamma_gamma has no mean value of a purchase`)
    }
    this.#purchases = purchases
    this.#spend = spendParameters
    this.#mixture = new SpendMixture(p, q)
  }

  /**
   * A customer with this history, whose `purchases` purchases of a value above 0 had this mean; 0 and 0 if there were none.
   */
  score(
    history: { readonly frequency: number; readonly recency: number; readonly age: number },
    spend: { readonly purchases: number; readonly meanValue: number },
  ): ValueForecast {
    const forecast = this.#purchases.score(history.frequency, history.recency, history.age)
    const { purchases, meanValue } = spend
    const each = expectedSpend(this.#spend, purchases, meanValue) ?? NaN
    const scale = (this.#spend[2] ?? NaN) + purchases * meanValue
    const tail = (1 - this.#purchases.coverage) / 2
    const tails = this.#purchases.tails(history.frequency, history.age)
    // more purchases than can be listed vary too little to matter beside their number
    const bound = (chance: number, counts: readonly number[]) =>
      tails.map((listed, i) =>
        listed
          ? scale * this.#mixture.quantile(listed, chance / forecast.alive, purchases)
          : each * (counts[i] ?? 0),
      )
    return {
      ...forecast,
      expectedSpend: each,
      expectedValue: forecast.expected.map((count) => count * each),
      lowerValue: bound(1 - tail, forecast.lower),
      upperValue: bound(tail, forecast.upper),
      discountedValue: forecast.discounted * each,
    }
  }
}
