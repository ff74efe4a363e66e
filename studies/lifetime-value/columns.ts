import { ClienteleError } from '#engine'
import { type Header, possibleHeaders } from '../../engine/loading/csv/header-line.ts'
import type { LineBlock } from '../../engine/loading/lines.ts'

/** The columns of a file of purchases, or of summaries of customers, by what they hold. */
export const roles = [
  'customer',
  'date',
  'amount',
  'frequency',
  'recency',
  'age',
  'mean',
  'later',
  'laterTime',
] as const
export type Role = (typeof roles)[number]
export type ColumnNames = Partial<Readonly<Record<Role, string>>>

const meaning: Readonly<Record<Role, string>> = {
  customer: 'the customer',
  date: 'the day of the purchase',
  amount: 'what it was worth',
  frequency: 'the number of repeat purchases',
  recency: 'the time from the first to the last purchase',
  age: 'the time from the first purchase to the end',
  mean: 'the mean value of the repeat purchases',
  later: 'the purchases after the end',
  laterTime: 'how long those were counted for',
}

/** Names that exports use, in lower case, without spaces, hyphens, underscores and points. */
const usualNames: Readonly<Record<Role, readonly string[]>> = {
  customer: [
    ...['customer', 'customerid', 'customerno', 'customernumber', 'customerkey', 'custid', 'cust', 'client'],
    ...['clientid', 'user', 'userid', 'member', 'memberid', 'buyer', 'buyerid', 'email', 'id'],
  ],
  date: [
    ...[
      'date',
      'day',
      'orderdate',
      'invoicedate',
      'transactiondate',
      'purchasedate',
      'saledate',
      'orderedat',
    ],
    ...['timestamp', 'datetime', 'createdat', 'purchasedat', 'orderedon', 'paidat'],
  ],
  amount: [
    ...[
      'amount',
      'value',
      'total',
      'revenue',
      'sales',
      'spend',
      'netamount',
      'orderamount',
      'orderamountnet',
    ],
    ...['ordertotal', 'ordervalue', 'totalamount', 'totalprice', 'monetaryvalue', 'dollars', 'dollarvalue'],
  ],
  frequency: [
    ...['x', 'xcal', 'frequency', 'frequencycal', 'repeats', 'repeatpurchases', 'repeatorders'],
    ...['repeattransactions', 'p1x'],
  ],
  recency: ['tx', 'txcal', 'tlast', 'recency', 'recencycal'],
  age: ['t', 'tcal', 'tobs', 'age', 'customerage', 'tenure'],
  mean: [
    ...[
      'zbar',
      'mx',
      'monetary',
      'monetaryvalue',
      'monetaryvaluecal',
      'meanvalue',
      'averagevalue',
      'avgvalue',
    ],
    ...['meanspend', 'averagespend', 'avgspend'],
  ],
  later: ['frequencyholdout', 'xholdout', 'xstar', 'holdout', 'later'],
  laterTime: ['durationholdout', 'tholdout', 'tstar', 'durationstar'],
}

/** Columns of times may name their unit, as in `T_weeks`. */
const timeRoles: readonly Role[] = ['recency', 'age', 'laterTime']
const unitOfName = /(?!^)(?:in)?(?:days?|weeks?|months?)$/

export type FileKind = 'transactions' | 'summaries'

const needed: Readonly<Record<FileKind, readonly Role[]>> = {
  transactions: ['customer', 'date'],
  summaries: ['frequency', 'recency', 'age'],
}
const optional: Readonly<Record<FileKind, readonly Role[]>> = {
  transactions: ['amount'],
  summaries: ['customer', 'mean', 'later', 'laterTime'],
}

export interface RoleHeader extends Header {
  readonly kind: FileKind
  readonly at: Partial<Readonly<Record<Role, number>>>
}

/**
 * The header of the file: the line, cut by the delimiter, that has the columns of one kind of file. Columns given as numbers
 * are those of a file without a header.
 *
 * Errors: `transactions-unreadable` if a column is missing or two columns could be one.
 */
export function roleHeader(
  file: string,
  block: LineBlock,
  given: ColumnNames,
  delimiter?: string,
): RoleHeader {
  const delimiters = delimiter === undefined ? undefined : [delimiter]
  const numbers = Object.values(given)
  const hasNoHeader = numbers.length > 0 && numbers.every((name) => /^\d+$/.test(name))
  const lines = possibleHeaders(block, delimiters, hasNoHeader ? 1 : 25)
  const found = lines.flatMap((cuts) => {
    const headers = hasNoHeader ? cuts.map(numbered) : cuts
    return headers.flatMap((header) => {
      const kind = kindOf(header.names, given)
      return kind ? [{ header, kind, columns: header.names.length }] : []
    })
  })
  const [first] = found.sort((a, b) => b.columns - a.columns)
  if (!first) throw withoutColumns(file, lines[0] ?? [], given)
  const { header, kind } = first
  const at: Partial<Record<Role, number>> = {}
  for (const role of [...needed[kind], ...optional[kind]]) {
    const candidates = candidatesFor(header.names, role, given)
    if (candidates.length > 1) {
      const names = candidates.map((column) => header.names[column])
      const option = role in options ? `Say which with ${options[role]}.` : 'Leave one of them out.'
      throw refused(file, `the columns ${names.join(' and ')} can each hold ${meaning[role]}`, option)
    }
    if (candidates[0] !== undefined) at[role] = candidates[0]
    else if (given[role] !== undefined) {
      throw refused(file, `there is no column ${given[role]}`, `The columns are ${header.names.join(', ')}.`)
    }
  }
  return { ...header, kind, at }
}

/** How people say which column is meant. */
const options: Partial<Readonly<Record<Role, string>>> = {
  customer: '--customer',
  date: '--date',
  amount: '--amount',
}

/** A first line that is a row already: columns are called 1, 2, … */
function numbered(header: Header): Header {
  return { ...header, names: header.names.map((_, at) => String(at + 1)), next: 0 }
}

function kindOf(names: readonly string[], given: ColumnNames): FileKind | null {
  const has = (role: Role) => candidatesFor(names, role, given).length > 0
  if (given.date === undefined && needed.summaries.every(has)) return 'summaries'
  return needed.transactions.every(has) ? 'transactions' : null
}

function candidatesFor(names: readonly string[], role: Role, given: ColumnNames): readonly number[] {
  const wanted = given[role]
  if (wanted !== undefined) {
    const isWanted = (name: string) => name === wanted || name.toLowerCase() === wanted.toLowerCase()
    return names.flatMap((name, at) => (isWanted(name) ? [at] : []))
  }
  const taken = new Set(Object.values(given).map((name) => name.toLowerCase()))
  return names.flatMap((name, at) => {
    const written = name.toLowerCase().replace(/[\s_.()-]/g, '')
    const plain = timeRoles.includes(role) ? written.replace(unitOfName, '') : written
    return usualNames[role].includes(plain) && !taken.has(name.toLowerCase()) ? [at] : []
  })
}

function withoutColumns(file: string, cuts: readonly Header[], given: ColumnNames): ClienteleError {
  const { names } = cuts.reduce((a, b) => (b.names.length > a.names.length ? b : a))
  const lacks = needed.transactions.filter((role) => candidatesFor(names, role, given).length === 0)
  return refused(
    file,
    `its first line names no column for ${lacks.map((role) => meaning[role]).join(' and for ')}: ${names.join(', ')}`,
    'Name them, as in --customer client --date day --amount paid, or by their number if the file has no header, as in ' +
      '--customer 1 --date 2 --amount 3. Summaries of customers need the columns frequency, recency and T.',
  )
}

export function refused(file: string, reason: string, remedy: string): ClienteleError {
  return new ClienteleError(
    'transactions-unreadable',
    `${file} cannot be read as purchases: ${reason}. Nothing was computed. ${remedy}`,
    { file },
  )
}
