import betainc from '@stdlib/math-base-special-betainc'

/** Numbers of purchases up to this are told apart; larger ones in blocks of a thirty-second. */
const exact = 64
const blockShare = 32
/** How many probabilities are kept. */
const mostKept = 4_000_000

/** The probabilities of one shape q', by point of the axis and by block of numbers of purchases. */
interface Table {
  readonly step: number
  readonly columns: Map<number, Float64Array>
}

interface Known {
  /** Of the shape that it was computed with. */
  readonly shape: number
  /** From the point `first` on. */
  readonly exceeding: Float64Array
  first: number
  last: number
}

/** Of how many points the probabilities are kept for each list of tails. */
const kept = 64

/** What is rarer does not move a quantile. */
const rarest = 1e-6

/**
 * The distribution of the value of future purchases. Given n purchases, and with γ' = γ + x z̄ and q' = q + px, the
 * posterior of Gamma-Gamma, their value is γ' times a BetaPrime(pn, q') variable; over n it is a mixture, whose quantiles
 * are found on an axis of ln(v/γ') that is fine enough for a thousandth of the value.
 */
export class SpendMixture {
  readonly #p: number
  readonly #q: number
  readonly #tables = new Map<number, Table>()
  /** By tails: P(value above a point), and the point where the last quantile was. */
  readonly #known = new WeakMap<Float64Array, Known>()
  #kept = 0

  constructor(p: number, q: number) {
    this.#p = p
    this.#q = q
  }

  /**
   * The least v, as a multiple of γ', that the value exceeds with at most this probability, for a customer whose mean value
   * is of `purchases` purchases. `tails` are P(at least n purchases) for n = 1, 2, …
   */
  quantile(tails: Float64Array, chance: number, purchases: number): number {
    if (chance >= (tails[0] ?? 0)) return 0
    const shape = this.#q + this.#p * purchases
    const table = this.#tableOf(shape)
    let known = this.#known.get(tails)
    if (!known || known.shape !== shape) {
      // near the mean value of one purchase
      const last = Math.floor(Math.log(this.#p / shape) / table.step)
      known = { shape, exceeding: new Float64Array(kept).fill(NaN), first: last - kept / 4, last }
      this.#known.set(tails, known)
    }
    const { exceeding, first } = known
    const exceeds = (at: number) => {
      const before = exceeding[at - first]
      if (before !== undefined && before >= 0) return before
      const share = this.#exceeding(table, shape, tails, at)
      exceeding[at - first] = share
      return share
    }
    let low = known.last
    let high = low
    let atLow = exceeds(low)
    let atHigh = atLow
    for (let jump = 1; atLow <= chance; jump *= 2) {
      high = low
      atHigh = atLow
      low -= jump
      atLow = exceeds(low)
    }
    for (let jump = 1; atHigh > chance; jump *= 2) {
      low = high
      atLow = atHigh
      high += jump
      atHigh = exceeds(high)
    }
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2)
      const atMiddle = exceeds(middle)
      if (atMiddle > chance) {
        low = middle
        atLow = atMiddle
      } else {
        high = middle
        atHigh = atMiddle
      }
    }
    known.last = low
    if (low < known.first || low >= known.first + kept) {
      known.first = low - kept / 2
      exceeding.fill(NaN)
    }
    const within = Math.log(atLow / chance) / Math.log(atLow / Math.max(atHigh, 1e-300))
    return Math.exp((low + within) * table.step)
  }

  #exceeding(table: Table, shape: number, tails: Float64Array, at: number): number {
    const column = this.#columnOf(table, tails.length, at)
    const share = 1 / (1 + Math.exp(at * table.step))
    let sum = 0
    for (let block = 0, n = 1; (tails[n - 1] ?? 0) > rarest; block++) {
      const next = n < exact ? n + 1 : n + Math.floor(n / blockShare)
      const mass = (tails[n - 1] ?? 0) - (tails[next - 1] ?? 0)
      let above = column[block] ?? NaN
      if (Number.isNaN(above)) {
        above = betainc(share, shape, this.#p * ((n + next - 1) / 2))
        column[block] = above
      }
      sum += mass * above
      n = next
    }
    return sum
  }

  #columnOf(table: Table, purchases: number, at: number): Float64Array {
    const blocks =
      Math.min(purchases, exact) +
      (purchases > exact ? Math.ceil(Math.log(purchases / exact) * (blockShare + 2)) + 1 : 0)
    const known = table.columns.get(at)
    if (known && known.length >= blocks) return known
    const column = new Float64Array(blocks + 8).fill(NaN)
    if (known) column.set(known)
    table.columns.set(at, column)
    this.#kept += column.length - (known?.length ?? 0)
    return column
  }

  #tableOf(shape: number): Table {
    const known = this.#tables.get(shape)
    if (known) return known
    if (this.#kept > mostKept) {
      this.#tables.clear()
      this.#kept = 0
    }
    const table = { step: Math.min(0.1, 0.1 / Math.sqrt(shape)), columns: new Map<number, Float64Array>() }
    this.#tables.set(shape, table)
    return table
  }
}
