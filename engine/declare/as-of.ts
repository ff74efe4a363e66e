import type { Relation } from './relation.ts'

/**
 * The day as of which a build makes its tables: today in the company's time zone, or the day that its settings
 * declare. Interpolate it in SQL, where it is a date, or give it to a derivation or a procedure:
 *
 *     sql`select ${asOfDay} - last_ordered_date as recency_days from …`
 *     derive({ …, parameters: { today: asOfDay }, with: (row, { today }) => … })
 *
 * It is an input like a raw table: when the day changes, exactly the tables that read it are built again. Nothing else
 * that makes rows may read a clock, because the result would depend on when a process started.
 */
export interface AsOf extends Relation<Readonly<Record<never, never>>> {
  readonly kind: 'as-of'
  readonly unit: 'day' | 'year'
}

export const asOfDay: AsOf = { kind: 'as-of', name: 'as-of day', columns: {}, unit: 'day' }
/** The last day of the as-of day's year, for what need not be built again every day, such as the limits of an age. */
export const asOfYear: AsOf = { kind: 'as-of', name: 'as-of year', columns: {}, unit: 'year' }

export function isAsOf(candidate: unknown): candidate is AsOf {
  return candidate === asOfDay || candidate === asOfYear
}

/** What an as-of relation stands for in a build on a day (both ISO 8601). */
export function dateOf({ unit }: AsOf, day: string): string {
  return unit === 'day' ? day : `${day.slice(0, 4)}-12-31`
}

/** The day that calendars of a time zone show at an instant (ISO 8601). */
export function dayIn(timeZone: string, instant: Date): string {
  const format = new Intl.DateTimeFormat('en-CA', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  })
  const part = new Map(format.formatToParts(instant).map(({ type, value }) => [type, value]))
  return `${part.get('year')}-${part.get('month')}-${part.get('day')}`
}
