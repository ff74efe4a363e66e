import { refused } from './columns.ts'
import type { CustomerFile } from './read.ts'
import type { TimeUnit } from './study.ts'

/** Nobody is observed for so many weeks: five years. */
const longestWeeks = 260
/** Sevenths with two digits are so far off at most. */
const rounding = 0.0051

/**
 * The unit of time: of purchases, weeks unless given. Summaries are in a unit of their own, which forecasts need: it is found from the
 * names of the columns, such as `T_days`, or from the times, because days counted in weeks are sevenths.
 *
 * Errors: `transactions-unreadable` if neither shows it.
 */
export function unitOf(path: string, { content, columns }: CustomerFile, given?: TimeUnit): TimeUnit {
  if (given !== undefined) return given
  if (content.kind === 'transactions') return 'week'
  const named = [columns.recency, columns.age].map((name = '') => /(day|week|month)s?\)?$/i.exec(name)?.[1])
  const [first, second] = named.map((unit) => unit?.toLowerCase())
  if (first === second && (first === 'day' || first === 'week' || first === 'month')) return first
  const { recency, age } = content.summaries
  const times = [recency, age]
  const areWhole = times.every((column) => column.every(Number.isInteger))
  if (areWhole && age.some((time) => time > longestWeeks)) return 'day'
  const areSevenths = times.every((column) =>
    column.every((time) => Math.abs(time * 7 - Math.round(time * 7)) <= 7 * rounding),
  )
  if (!areWhole && areSevenths) return 'week'
  throw refused(
    path,
    `its times, of at most ${age.reduce((most, time) => Math.max(most, time), 0)}, may be days, weeks or months`,
    'Say which with --unit day, --unit week or --unit month.',
  )
}
