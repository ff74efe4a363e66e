import { type PurchaseModel, PurchaseScorer, prospectOf } from '../../../analytics/lifetime-value/index.ts'

/** What is kept for customers of the same frequency and age. */
const mostKept = 50_000

/** How many orders a model expects of customers within a number of weeks, where nothing else is asked of it. */
export class ExpectedOrders {
  readonly #model: PurchaseModel
  readonly #parameters: readonly number[]
  readonly #weeks: number
  readonly #scorer: PurchaseScorer
  readonly #whileAlive = new Map<string, number>()

  constructor(model: PurchaseModel, parameters: readonly number[], weeks: number) {
    this.#model = model
    this.#parameters = parameters
    this.#weeks = weeks
    this.#scorer = new PurchaseScorer(model, parameters, { horizons: [], discountRate: 1 })
  }

  /** Recency and age in weeks. */
  of(frequency: number, recency: number, age: number): number {
    const key = `${frequency} ${age}`
    let whileAlive = this.#whileAlive.get(key)
    if (whileAlive === undefined) {
      whileAlive = prospectOf(this.#model, this.#parameters, frequency, age).mean(this.#weeks)
      if (this.#whileAlive.size >= mostKept) this.#whileAlive.clear()
      this.#whileAlive.set(key, whileAlive)
    }
    return this.#scorer.alive(frequency, recency, age) * whileAlive
  }
}
