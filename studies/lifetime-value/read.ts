import { checkHistory } from '../../analytics/lifetime-value/index.ts'
import { openCsv } from '../../engine/loading/csv/csv.ts'
import { DecimalMarks } from '../../engine/loading/csv/decimal-marks.ts'
import type { Row } from '../../engine/loading/csv/rows.ts'
import { openFile } from '../../engine/loading/input.ts'
import { isAligned, withTabs } from './aligned.ts'
import { type ColumnNames, type Role, type RoleHeader, refused, roleHeader } from './columns.ts'
import { PurchaseCollector, type Purchases } from './purchases.ts'
import { type Summaries, SummaryCollector } from './summaries.ts'
import { type DayOrder, WrittenDays } from './written-days.ts'

export interface ReadOptions {
  readonly columns?: ColumnNames
  readonly delimiter?: string
  readonly decimal?: '.' | ','
  readonly dayOrder?: DayOrder
}

/** Rows that were left out for one reason. */
export interface LeftOut {
  readonly reason: string
  readonly rows: number
  /** Where the first one is, if it is known. */
  readonly firstLine: number | null
}

export interface CustomerFile {
  readonly content:
    | { readonly kind: 'transactions'; readonly purchases: Purchases }
    | { readonly kind: 'summaries'; readonly summaries: Summaries }
  readonly rows: number
  /** The columns that were read, by what they hold. */
  readonly columns: Partial<Readonly<Record<Role, string>>>
  readonly leftOut: readonly LeftOut[]
}

/**
 * Reads purchases, or summaries of customers, from CSV or columns divided by spaces, gzipped or not, in any usual encoding. A
 * row that cannot be read is left out and counted with its reason.
 *
 * Errors: `transactions-unreadable`, `decimal-mark`, and those of any file.
 */
export async function readCustomers(file: string, options: ReadOptions = {}): Promise<CustomerFile> {
  const { head, chunks } = await openFile(file)
  const hasSpaces = options.delimiter === undefined ? isAligned(head) : options.delimiter === ' '
  const delimiter = hasSpaces ? '\t' : options.delimiter
  const { header, rows } = await openCsv(hasSpaces ? withTabs(chunks) : chunks, (block) =>
    roleHeader(file, block, options.columns ?? {}, delimiter),
  )
  const { names, at, kind } = header
  const numeric = (['amount', 'frequency', 'recency', 'age', 'mean', 'later', 'laterTime'] as const)
    .map((role) => names[at[role] ?? -1])
    .filter((name) => name !== undefined)
  const marks = new DecimalMarks(names, new Map(numeric.map((name) => [name, () => true])), options.decimal)
  const left = new Map<string, { rows: number; firstLine: number | null }>()
  const leaveOut = (reason: string, line: number | null) => {
    const known = left.get(reason)
    if (known) known.rows++
    else left.set(reason, { rows: 1, firstLine: line })
  }
  const blocks = marks.applyTo(rows)
  const read = kind === 'transactions' ? collectPurchases : collectSummaries
  const { content, size, rowCount } = await read(file, blocks, header, { ...options, leaveOut })
  const leftOut = [...left].map(([reason, { rows, firstLine }]) => ({ reason, rows, firstLine }))
  if (size === 0) {
    const [first] = leftOut
    const example = first ? `; the first, in line ${first.firstLine}: ${first.reason}` : ''
    throw refused(file, `none of its ${rowCount} rows can be read${example}`, 'Look at the file.')
  }
  const columns = Object.fromEntries(Object.entries(at).map(([role, column]) => [role, names[column] ?? '']))
  return { content, rows: rowCount, columns, leftOut }
}

/** The same, of a file that has to hold purchases. */
export async function readPurchases(file: string, options: ReadOptions = {}) {
  const { content, ...read } = await readCustomers(file, options)
  if (content.kind === 'transactions') return { ...read, content }
  throw refused(
    file,
    'it has summaries of customers, which do not say when they bought',
    'Bring the purchases (customer, date, amount).',
  )
}

interface Reading extends ReadOptions {
  readonly leaveOut: (reason: string, line: number | null) => void
}

type Blocks = AsyncIterable<Iterable<Row>>

async function collectPurchases(file: string, blocks: Blocks, { at }: RoleHeader, options: Reading) {
  const days = new WrittenDays(file, options.dayOrder)
  const collector = new PurchaseCollector(at.amount !== undefined)
  let rowCount = 0
  for await (const block of blocks) {
    for (const { cells, line, problems } of block) {
      rowCount++
      const customer = (cells[at.customer ?? -1] ?? '').trim()
      const day = problems ? null : days.read(cells[at.date ?? -1] ?? '')
      const amount = at.amount === undefined ? 0 : numberOf(cells[at.amount])
      if (problems) options.leaveOut(problems[0].message, line)
      else if (customer === '') options.leaveOut('it names no customer', line)
      else if (day === null) options.leaveOut('its date cannot be read', line)
      else if (amount === null) options.leaveOut('its amount cannot be read', line)
      else if (amount < 0) options.leaveOut('its amount is below 0, so it is no purchase', line)
      else collector.add(customer, day, amount)
    }
  }
  days.requireOrder()
  const purchases = collector.finish(days, () => options.leaveOut('its date does not exist', null))
  const content = { kind: 'transactions' as const, purchases }
  return { content, size: purchases.customers.length, rowCount }
}

async function collectSummaries(file: string, blocks: Blocks, { at }: RoleHeader, options: Reading) {
  const collector = new SummaryCollector(
    at.mean !== undefined,
    at.later !== undefined && at.laterTime !== undefined,
  )
  let impossible = 0
  let rowCount = 0
  for await (const block of blocks) {
    for (const { cells, line, problems } of block) {
      rowCount++
      const number = (role: Role) => (at[role] === undefined ? 0 : (numberOf(cells[at[role]]) ?? Number.NaN))
      const [frequency, recency, age] = [number('frequency'), number('recency'), number('age')]
      const [mean, later, laterTime] = [number('mean'), number('later'), number('laterTime')]
      if (problems) options.leaveOut(problems[0].message, line)
      else if (!isPossible(frequency, recency, age)) {
        impossible++
        options.leaveOut('no customer can have this frequency, recency and age', line)
      } else if (!(mean >= 0)) options.leaveOut('its mean value is no number from 0', line)
      else if (!(later >= 0 && laterTime >= 0)) options.leaveOut('its later purchases are no number', line)
      else {
        const id = at.customer === undefined ? String(rowCount) : (cells[at.customer] ?? '').trim()
        collector.add(id, { frequency, recency, age, mean, later, laterTime })
      }
    }
  }
  if (impossible > rowCount / 2) {
    throw refused(
      file,
      `no customer can have the frequency, recency and age of ${impossible} of its ${rowCount} rows`,
      'Frequency counts repeat purchases, so it is 0 after a single one; recency is the time from the first to the last purchase, and ' +
        'not since the last one; age is the time since the first.',
    )
  }
  const summaries = collector.finish()
  const content = { kind: 'summaries' as const, summaries }
  return { content, size: summaries.frequency.length, rowCount }
}

function isPossible(frequency: number, recency: number, age: number): boolean {
  try {
    checkHistory(frequency, recency, age)
    return true
  } catch (error) {
    if (error instanceof RangeError) return false
    throw error
  }
}

/** A number with a decimal point; null if it is none. */
function numberOf(cell = ''): number | null {
  const text = cell.replace(/^(-?)(?:\p{Sc}|[A-Z]{3})?\s*/u, '$1').trim()
  return /^-?(?:\d+\.?\d*|\.\d+)(?:e[-+]?\d{1,2})?$/i.test(text) ? Number(text) : null
}
