import { refused } from './columns.ts'

export const dayOrders = ['dmy', 'mdy'] as const
export type DayOrder = (typeof dayOrders)[number]

const dayMilliseconds = 86_400_000
const time = String.raw`(?:[T ,]+\d{1,2}:\d{2}.*)?`
const yearFirst = new RegExp(String.raw`^(\d{4})([-/.])(\d{1,2})\2(\d{1,2})${time}$`)
const compact = /^(\d{4})(\d{2})(\d{2})$/
const yearLast = new RegExp(String.raw`^(\d{1,2})([-/.])(\d{1,2})\2(\d{4})${time}$`)

/**
 * Days as they are written, as days since 1970. `03/04/2026` is in March or in April, so the order is found from all dates of
 * the file: one with a part above 12 shows it. Until then such a date is kept as a code, which is below 0.
 */
export class WrittenDays {
  readonly #file: string
  #order: DayOrder | null
  readonly #isGiven: boolean
  #shown: string | null = null
  #doubt: string | null = null

  constructor(file: string, order?: DayOrder) {
    this.#file = file
    this.#order = order ?? null
    this.#isGiven = order !== undefined
  }

  /** The day or its code; null if it is no date. A time is left off, so the day is that of the clock it was written by. */
  read(written: string): number | null {
    const text = written.trim()
    const first = yearFirst.exec(text)
    if (first) return dayOf(Number(first[1]), Number(first[3]), Number(first[4]))
    const dense = compact.exec(text)
    if (dense) return dayOf(Number(dense[1]), Number(dense[2]), Number(dense[3]))
    const last = yearLast.exec(text)
    if (!last) return null
    const [year, one, other] = [Number(last[4]), Number(last[1]), Number(last[3])]
    if (last[2] === '.') return dayOf(year, other, one)
    if (dayOf(year, other, one) === null && dayOf(year, one, other) === null) return null
    this.#observe(text, one, other)
    return -(year * 10_000 + one * 100 + other)
  }

  #observe(text: string, one: number, other: number): void {
    if (this.#isGiven || one === other) return
    if (one <= 12 && other <= 12) {
      this.#doubt ??= text
      return
    }
    const order = one > 12 ? 'dmy' : 'mdy'
    if (this.#order !== null && this.#order !== order) {
      throw refused(
        this.#file,
        `"${this.#shown}" has the ${this.#order === 'dmy' ? 'day' : 'month'} first and "${text}" has not`,
        'Correct the dates, or say which is right with --date-order dmy or --date-order mdy: the others are then left out.',
      )
    }
    this.#order = order
    this.#shown ??= text
  }

  /** The day that a code stands for, once all dates are read; null if it is none in that order. */
  dayOf(code: number): number | null {
    if (code >= 0 || !isCode(code)) return code
    const year = Math.floor(-code / 10_000)
    const one = Math.floor(-code / 100) % 100
    const other = -code % 100
    return this.#order === 'mdy' ? dayOf(year, one, other) : dayOf(year, other, one)
  }

  /** Errors: `transactions-unreadable` if no date shows whether the day or the month is first. */
  requireOrder(): void {
    if (this.#order !== null || this.#doubt === null) return
    throw refused(
      this.#file,
      `"${this.#doubt}" may have the day or the month first, and no date of the file shows which`,
      'Say which with --date-order dmy or --date-order mdy.',
    )
  }
}

/** Days before 1970 are below 0 too, but none is as far away as a code. */
function isCode(code: number): boolean {
  return code < -1_000_000
}

/** Days since 1970, or null for a date that does not exist. */
export function dayOf(year: number, month: number, day: number): number | null {
  const at = new Date(Date.UTC(year, month - 1, day))
  const isDate = year >= 1000 && at.getUTCMonth() === month - 1 && at.getUTCDate() === day
  return isDate ? at.getTime() / dayMilliseconds : null
}

export function isoDay(day: number): string {
  return new Date(day * dayMilliseconds).toISOString().slice(0, 10)
}
