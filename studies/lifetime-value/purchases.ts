import type { WrittenDays } from './written-days.ts'

/** Purchases by customer, one for each day on which they bought, in the order of days. */
export interface Purchases {
  readonly customers: readonly string[]
  /** The purchases of customer i are from `starts[i]` up to `starts[i + 1]`. */
  readonly starts: Uint32Array
  readonly days: Int32Array
  /** What was bought on the day; null if the file has no amounts. */
  readonly amounts: Float64Array | null
  readonly firstDay: number
  readonly lastDay: number
}

/** Collects purchases in any order: 16 bytes for each, and the name of each customer once. */
export class PurchaseCollector {
  readonly #numbers = new Map<string, number>()
  readonly #hasAmounts: boolean
  #size = 0
  #customers = new Uint32Array(1024)
  #days = new Int32Array(1024)
  #amounts = new Float64Array(1024)

  constructor(hasAmounts: boolean) {
    this.#hasAmounts = hasAmounts
  }

  get size(): number {
    return this.#size
  }

  add(customer: string, day: number, amount: number): void {
    let number = this.#numbers.get(customer)
    if (number === undefined) {
      number = this.#numbers.size
      // the name may be a slice that keeps the whole block of the file in memory
      this.#numbers.set(Buffer.from(customer).toString(), number)
    }
    if (this.#size === this.#days.length) this.#grow()
    this.#customers[this.#size] = number
    this.#days[this.#size] = day
    this.#amounts[this.#size] = amount
    this.#size++
  }

  #grow(): void {
    const length = 2 * this.#size
    const customers = new Uint32Array(length)
    const days = new Int32Array(length)
    const amounts = new Float64Array(length)
    customers.set(this.#customers)
    days.set(this.#days)
    amounts.set(this.#amounts)
    this.#customers = customers
    this.#days = days
    this.#amounts = amounts
  }

  /** `onBadDay` is called for each purchase whose date does not exist in the order of the file. */
  finish(written: WrittenDays, onBadDay: () => void): Purchases {
    const names = [...this.#numbers.keys()]
    // customers in an order that does not depend on that of the rows
    const order = Uint32Array.from(names.keys()).sort((a, b) =>
      (names[a] ?? '') < (names[b] ?? '') ? -1 : 1,
    )
    const place = new Uint32Array(names.length)
    order.forEach((number, at) => {
      place[number] = at
    })
    const ends = new Uint32Array(names.length + 1)
    for (let i = 0; i < this.#size; i++) {
      const day = written.dayOf(this.#days[i] ?? 0)
      const at = place[this.#customers[i] ?? 0] ?? 0
      if (day === null) {
        onBadDay()
        this.#customers[i] = names.length
        continue
      }
      this.#customers[i] = at
      this.#days[i] = day
      ends[at + 1] = (ends[at + 1] ?? 0) + 1
    }
    for (let i = 1; i < ends.length; i++) ends[i] = (ends[i] ?? 0) + (ends[i - 1] ?? 0)
    const next = ends.slice()
    const rows = new Uint32Array(ends.at(-1) ?? 0)
    for (let i = 0; i < this.#size; i++) {
      const at = this.#customers[i] ?? 0
      if (at === names.length) continue
      rows[next[at] ?? 0] = i
      next[at] = (next[at] ?? 0) + 1
    }
    return this.#byDay(names, order, ends, rows)
  }

  #byDay(names: readonly string[], order: Uint32Array, ends: Uint32Array, rows: Uint32Array): Purchases {
    const days = new Int32Array(rows.length)
    const amounts = new Float64Array(rows.length)
    const customers: string[] = []
    const starts: number[] = [0]
    let size = 0
    let firstDay = Infinity
    let lastDay = -Infinity
    for (let customer = 0; customer < names.length; customer++) {
      const own = rows.subarray(ends[customer], ends[customer + 1])
      if (own.length === 0) continue
      own.sort(
        (a, b) =>
          (this.#days[a] ?? 0) - (this.#days[b] ?? 0) || (this.#amounts[a] ?? 0) - (this.#amounts[b] ?? 0),
      )
      const first = size
      for (const row of own) {
        const day = this.#days[row] ?? 0
        if (size === first || days[size - 1] !== day) {
          days[size] = day
          size++
        }
        amounts[size - 1] = (amounts[size - 1] ?? 0) + (this.#amounts[row] ?? 0)
      }
      firstDay = Math.min(firstDay, days[first] ?? Infinity)
      lastDay = Math.max(lastDay, days[size - 1] ?? -Infinity)
      customers.push(names[order[customer] ?? 0] ?? '')
      starts.push(size)
    }
    return {
      customers,
      starts: Uint32Array.from(starts),
      days: days.subarray(0, size),
      amounts: this.#hasAmounts ? amounts.subarray(0, size) : null,
      firstDay,
      lastDay,
    }
  }
}
