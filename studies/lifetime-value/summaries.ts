/** Customers as summaries, one a row; times in the unit of the file. */
export interface Summaries {
  readonly customers: readonly string[]
  readonly frequency: Float64Array
  readonly recency: Float64Array
  readonly age: Float64Array
  /** The mean value of the repeat purchases, 0 without one; null if the file does not say. */
  readonly mean: Float64Array | null
  /** Purchases within `laterTime` after the end; null if the file does not say. */
  readonly later: Float64Array | null
  readonly laterTime: Float64Array | null
}

export interface Summary {
  readonly frequency: number
  readonly recency: number
  readonly age: number
  readonly mean: number
  readonly later: number
  readonly laterTime: number
}

const fields = ['frequency', 'recency', 'age', 'mean', 'later', 'laterTime'] as const

export class SummaryCollector {
  readonly #hasMean: boolean
  readonly #hasLater: boolean
  readonly #customers: string[] = []
  #columns = fields.map(() => new Float64Array(1024))

  constructor(hasMean: boolean, hasLater: boolean) {
    this.#hasMean = hasMean
    this.#hasLater = hasLater
  }

  add(customer: string, summary: Summary): void {
    const at = this.#customers.length
    if (at === this.#columns[0]?.length) {
      this.#columns = this.#columns.map((column) => {
        const longer = new Float64Array(2 * at)
        longer.set(column)
        return longer
      })
    }
    // the name may be a slice that keeps the whole block of the file in memory
    this.#customers.push(Buffer.from(customer).toString())
    for (const [i, field] of fields.entries()) {
      const column = this.#columns[i]
      if (column) column[at] = summary[field]
    }
  }

  finish(): Summaries {
    const [frequency, recency, age, mean, later, laterTime] = this.#columns.map((column) =>
      column.subarray(0, this.#customers.length),
    )
    const none = new Float64Array(0)
    return {
      customers: this.#customers,
      frequency: frequency ?? none,
      recency: recency ?? none,
      age: age ?? none,
      mean: this.#hasMean ? (mean ?? none) : null,
      later: this.#hasLater ? (later ?? none) : null,
      laterTime: this.#hasLater ? (laterTime ?? none) : null,
    }
  }
}
