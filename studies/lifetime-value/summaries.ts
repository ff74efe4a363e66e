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

const always = ['frequency', 'recency', 'age'] as const
type Field = keyof Summary

export class SummaryCollector {
  readonly #customers: string[] = []
  readonly #fields: readonly Field[]
  #columns: Float64Array[]

  constructor(hasMean: boolean, hasLater: boolean) {
    // a column that the file does not have takes no memory
    this.#fields = [
      ...always,
      ...(hasMean ? (['mean'] as const) : []),
      ...(hasLater ? (['later', 'laterTime'] as const) : []),
    ]
    this.#columns = this.#fields.map(() => new Float64Array(1024))
  }

  add(customer: string, summary: Summary): void {
    const at = this.#customers.length
    if (at === this.#columns[0]?.length) this.#grow()
    // the name may be a slice that keeps the whole block of the file in memory
    this.#customers.push(Buffer.from(customer).toString())
    for (const [i, field] of this.#fields.entries()) {
      const column = this.#columns[i]
      if (column) column[at] = summary[field]
    }
  }

  /** By half, one column after the other, so that little is held twice. */
  #grow(): void {
    for (const [i, column] of this.#columns.entries()) {
      const longer = new Float64Array(Math.ceil(1.5 * column.length))
      longer.set(column)
      this.#columns[i] = longer
    }
  }

  finish(): Summaries {
    const columnOf = (field: Field) =>
      this.#columns[this.#fields.indexOf(field)]?.subarray(0, this.#customers.length) ?? null
    const none = new Float64Array(0)
    return {
      customers: this.#customers,
      frequency: columnOf('frequency') ?? none,
      recency: columnOf('recency') ?? none,
      age: columnOf('age') ?? none,
      mean: columnOf('mean'),
      later: columnOf('later'),
      laterTime: columnOf('laterTime'),
    }
  }
}
