import type { DecimalMark } from '../../engine/declare/written-amount.ts'
import { type DayOrder, WrittenDays } from '../lifetime-value/written-days.ts'
import { missing } from './labels.ts'
import { NumberReader } from './numbers.ts'
import { type Column, refused, type Table } from './table.ts'

/** What is known of customers by one column, one value a row. Missing numbers are NaN; a missing level is -1. */
export type Feature =
  | { readonly kind: 'number'; readonly name: string; readonly values: Float64Array }
  | {
      readonly kind: 'category'
      readonly name: string
      readonly levels: readonly string[]
      readonly codes: Int32Array
    }

export interface UnusedColumn {
  readonly name: string
  readonly because: string
}

export interface CustomerTable {
  readonly features: readonly Feature[]
  /** Says whose row it is; rows of one customer belong together. Null if no column says it. */
  readonly customers: readonly string[] | null
  /** The day of each row, NaN if missing; null without such a column. */
  readonly days: Float64Array | null
  readonly timeColumn: string | null
  readonly customerColumn: string | null
  readonly unused: readonly UnusedColumn[]
  /** What was read otherwise than it is written, with how often. */
  readonly notes: readonly string[]
}

export interface FeatureOptions {
  readonly label: string
  readonly customer?: string
  readonly time?: string
  /** Only these columns are features, whatever they say. */
  readonly features?: readonly string[]
  readonly decimal?: DecimalMark
  readonly dayOrder?: DayOrder
}

const customerNames =
  /^(?:customer|customerid|customerno|customernumber|customerkey|custid|client|clientid|clientnum|userid|user|memberid|member|accountid|account|subscriberid|id|email|msisdn)$/
const rowNames = /^(?:rownumber|row|index|unnamed:?0|column1|)$/
const timeNames =
  /^(?:date|day|time|asof|asofdate|snapshot|snapshotdate|snapshotmonth|cutdate|observationdate|observedat|observedon|referencedate|month|period|yearmonth|scoredate|labeldate)$/
/** Numbers that only name something. */
const codeNames = /(?:^|[\s_.-])(?:zip|postcode|postal|plz|phone|areacode|area[\s_.-]?code)/i
/** Columns about leaving itself, which nobody knows before. */
const aboutLeaving = /churn|attrit/i

const plain = (name: string) => name.toLowerCase().replace(/[\s_.-]/g, '')

/**
 * What each column of the table is: who, when, a number, a category, or of no use.
 *
 * Errors: `churn-unreadable` if a named column does not exist, or dates can be read two ways; `decimal-mark`.
 */
export function customerTable(file: string, table: Table, options: FeatureOptions): CustomerTable {
  const { columns, rows } = table
  const named = (name: string | undefined) => {
    if (name === undefined) return null
    const found = columns.find((column) => column.name.toLowerCase() === name.toLowerCase())
    if (found) return found
    throw refused(
      file,
      `there is no column ${name}`,
      `The columns are ${columns.map((column) => column.name).join(', ')}.`,
    )
  }
  const wanted = options.features?.map((name) => named(name))
  const others = columns.filter(({ name }) => name !== options.label)
  const customer =
    named(options.customer) ??
    others.find((column) => isCustomer(column, rows) && !wanted?.includes(column)) ??
    null
  const days = new Map<Column, Float64Array>()
  for (const column of others) {
    const read = column === customer ? null : daysOf(file, column, options.dayOrder)
    if (read) days.set(column, read)
  }
  const time = timeOf(file, named(options.time), days)
  const reader = new NumberReader(others, options.decimal)
  const latest = [
    ...(time ? (days.get(time) ?? []) : [...days.values()].flatMap((each) => [...each])),
  ].reduce((most, day) => Math.max(most, Number.isNaN(day) ? most : day), Number.NEGATIVE_INFINITY)
  const features: Feature[] = []
  const unused: UnusedColumn[] = []
  const notes: string[] = []
  for (const column of others) {
    const { name } = column
    if (column === customer || column === time) continue
    const isWanted = wanted?.includes(column) ?? false
    if (wanted && !isWanted) {
      unused.push({ name, because: 'it was not asked for' })
      continue
    }
    const because = isWanted ? null : whyUnused(column, rows)
    if (because !== null) {
      unused.push({ name, because })
      continue
    }
    const written = days.get(column)
    if (written) {
      const until = time ? days.get(time) : undefined
      const since = written.map((day, row) => (until?.[row] ?? latest) - day)
      features.push({ kind: 'number', name: `days since ${name}`, values: since })
      continue
    }
    const numbers = codeNames.test(name) ? null : reader.read(column)
    if (numbers) {
      features.push({ kind: 'number', name, values: numbers.values })
      if (numbers.strange > 0)
        notes.push(`${name} has ${numbers.strange} cells that are no number; they count as missing`)
    } else features.push(category(column))
  }
  return {
    features,
    customers: customer && Array.from(customer.codes, (code) => customer.values[code] ?? ''),
    days: time ? (days.get(time) ?? null) : null,
    timeColumn: time?.name ?? null,
    customerColumn: customer?.name ?? null,
    unused,
    notes,
  }
}

function isCustomer({ name, values }: Column, rows: number): boolean {
  // a column with a usual name and few values, such as a kind of account, does not say who
  return customerNames.test(plain(name)) && values.length > rows / 50
}

function whyUnused({ name, values, codes }: Column, rows: number): string | null {
  if (aboutLeaving.test(name)) return 'its name says that it is about leaving itself'
  if (values.length === 1) return 'it is the same for everybody'
  if (values.length < rows) return null
  if (rowNames.test(plain(name)) || /(?:^|[\s_.-])id$|[a-z]I[dD]$/.test(name))
    return 'it names the row and says nothing about it'
  const numbers = Array.from(codes.subarray(0, 1000), (code) => Number(values[code] ?? ''))
  const counts = rows > 10 && numbers.every((each, i) => i === 0 || each === (numbers[i - 1] ?? 0) + 1)
  return counts ? 'it numbers the rows' : null
}

/** Days of a column that holds dates only; null for others. */
function daysOf(file: string, column: Column, order: DayOrder | undefined): Float64Array | null {
  const isNamed = /date|day|time|month|period|since|(?:^|_)(?:at|on)$|at$/i.test(column.name)
  const written = new WrittenDays(file, order)
  const codes: number[] = []
  for (const value of column.values) {
    if (missing.test(value)) codes.push(Number.NaN)
    else if (/^\d+$/.test(value) && !isNamed) return null
    else {
      const month = /^(\d{4})-(\d{2})$/.exec(value)
      const read = written.read(month ? `${value}-01` : value)
      if (read === null) return null
      codes.push(read)
    }
  }
  if (codes.every(Number.isNaN)) return null
  written.requireOrder()
  const days = codes.map((code) => (Number.isNaN(code) ? code : (written.dayOf(code) ?? Number.NaN)))
  return Float64Array.from(column.codes, (code) => days[code] ?? Number.NaN)
}

function timeOf(file: string, named: Column | null, days: ReadonlyMap<Column, Float64Array>): Column | null {
  if (named) {
    if (days.has(named)) return named
    throw refused(file, `${named.name} is no column of dates`, 'Name one with dates such as 2026-03-31.')
  }
  const usual = [...days.keys()].filter(
    ({ name, values }) => timeNames.test(plain(name)) && values.length > 1,
  )
  const [time, second] = usual
  if (!second) return time ?? null
  const names = usual.map(({ name }) => name).join(' and ')
  throw refused(file, `${names} can each say when the row was true`, 'Say which with --time.')
}

function category({ name, values, codes }: Column): Feature {
  const levels: string[] = []
  const levelOf = values.map((value) => (missing.test(value) ? -1 : levels.push(value) - 1))
  return { kind: 'category', name, levels, codes: Int32Array.from(codes, (code) => levelOf[code] ?? -1) }
}
