import { z } from 'zod'
import type { RawEntity } from '../../declare/source.ts'
import { ClienteleError } from '../../errors.ts'
import type { LineBlock } from '../lines.ts'
import { readQuotedRecord, withoutReturn } from './cells.ts'

export interface Header {
  readonly delimiter: string
  /** As written; repeated names in a product's own export get a number. */
  readonly names: readonly string[]
  /** The position of the line after it in its block. */
  readonly next: number
}

const fileHeader = 'The header of this file'
const usualDelimiters = [',', ';', '\t', '|']

/** The first line that is not empty, cut by the delimiter that gives the names with the highest score. */
export function bestHeader(
  { lines }: LineBlock,
  scoreOf: (names: readonly string[]) => number,
  delimiters: readonly string[] = usualDelimiters,
): Header {
  const start = Math.max(
    0,
    lines.findIndex((line) => withoutReturn(line) !== ''),
  )
  const headers = delimiters.map((delimiter): Header => {
    const record = readQuotedRecord(lines, start, delimiter)
    if (record.kind !== 'record') return { delimiter, names: [], next: start + 1 }
    return { delimiter, names: record.cells.map((cell) => cell.trim()), next: record.next }
  })
  return headers.reduce((a, b) => (scoreOf(b.names) > scoreOf(a.names) ? b : a))
}

/** The header of an entity's file. Unless a delimiter is given, the one that finds the most known columns is used. */
export function entityHeader(entity: RawEntity, block: LineBlock, delimiter?: string): Header {
  const known = new Set<string>([...entity.fields, ...(entity.csv?.header ?? [])])
  const countKnown = (names: readonly string[]) => names.filter((name) => known.has(name)).length
  const best = bestHeader(block, countKnown, delimiter === undefined ? undefined : [delimiter])
  if (isExport(entity, best.names)) return { ...best, names: numberRepeated(entity, best.names) }
  checkFields(entity, best.names)
  return best
}

/** Whether the header is the product's own export format rather than the contract's fields. */
export function isExport({ csv }: RawEntity, names: readonly string[]): boolean {
  return csv?.header.every((name) => names.includes(name)) ?? false
}

/** The columns of a file whose numbers can have decimals, and which numbers the contract accepts in them. */
export function numberColumns(entity: RawEntity, names: readonly string[]): ReadonlyMap<string, Accepts> {
  if (isExport(entity, names)) return new Map(entity.csv?.decimals?.map((name) => [name, () => true]))
  const numbers = names.filter((name) => entity.columns[name]?.pgType === 'numeric')
  return new Map(
    numbers.map((name) => {
      const schema = entity.record.shape[name]
      const parse = cellParser(schema)
      return [name, (number) => schema === undefined || z.safeParse(schema, parse(number)).success]
    }),
  )
}

/** Whether a number, written with a point, is accepted. */
export type Accepts = (number: string) => boolean

/** Some exports repeat a header, because people gave two questions or properties the same name. */
function numberRepeated(entity: RawEntity, names: readonly string[]): readonly string[] {
  const repeated = repeatedOf(names).filter((name) => entity.csv?.header.includes(name))
  if (repeated.length > 0) throw mismatch(entity, { missing: [], unknown: [], repeated }, entity.csv?.header)
  const seen = new Map<string, number>()
  return names.map((name) => {
    const count = (seen.get(name) ?? 0) + 1
    seen.set(name, count)
    return count === 1 ? name : `${name} (${count})`
  })
}

/** Throws unless columns with these names can hold records of the contract. */
export function checkFields(entity: RawEntity, names: readonly string[], what = fileHeader): void {
  const missing = entity.fields.filter((field) => {
    const schema = entity.record.shape[field]
    return !names.includes(field) && schema && !z.safeParse(schema, undefined).success
  })
  const known = new Set<string>(entity.fields)
  const unknown = entity.unknownFields === 'freeze' ? names.filter((name) => !known.has(name)) : []
  const repeated = repeatedOf(names)
  const isEmpty = !names.some((name) => known.has(name))
  if (missing.length + unknown.length + repeated.length === 0 && !isEmpty) return
  throw mismatch(entity, { missing, unknown, repeated }, entity.fields, what)
}

function repeatedOf(names: readonly string[]): string[] {
  return [...new Set(names.filter((name, index) => names.indexOf(name) !== index))]
}

function mismatch(
  entity: RawEntity,
  found: Readonly<Record<'missing' | 'unknown' | 'repeated', readonly string[]>>,
  expected: readonly string[] = [],
  what = fileHeader,
): ClienteleError {
  const listed = (label: string, list: readonly string[]) =>
    list.length > 0 ? ` ${label}: ${shortList(list)}.` : ''
  const orExport = entity.csv
    ? ` The product's own export would also do, with ${shortList(entity.csv.header)}.`
    : ''
  return new ClienteleError(
    'header-mismatch',
    `${what} does not match ${entity.entity}.${listed('Missing', found.missing)}` +
      `${listed('Unknown', found.unknown)}${listed('Repeated', found.repeated)} Expected: ${shortList(expected)}.` +
      `${orExport} Nothing was loaded.`,
    { entity: entity.entity, ...found, expected },
  )
}

/** The names may be anything, even the content of a binary file. */
function shortList(names: readonly string[]): string {
  const shown = names.slice(0, 40).map((name) => (name.length > 60 ? `${name.slice(0, 60)}…` : name))
  const text = [...shown, ...(names.length > 40 ? [`and ${names.length - 40} more`] : [])].join(', ')
  return text.replace(/\p{Cc}/gu, '\ufffd')
}

export type CellParser = (cell: string) => unknown

/** Turns a field's cell into the value its contract expects. An empty cell is a missing value. */
export function cellParser(field: z.core.$ZodType | undefined): CellParser {
  let schema = field
  while (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) schema = schema.unwrap()
  const mayBeAbsentOnly = field && !z.safeParse(field, null).success && z.safeParse(field, undefined).success
  const missing = mayBeAbsentOnly ? undefined : null
  const parse = parserOf(schema)
  return (cell) => (cell === '' ? missing : parse(cell))
}

function parserOf(schema: z.core.$ZodType | undefined): CellParser {
  if (schema instanceof z.ZodNumberFormat) return (cell) => (isWhole.test(cell) ? Number(cell) : cell)
  if (schema instanceof z.ZodNumber) return (cell) => (isNumber.test(cell) ? Number(cell) : cell)
  if (schema instanceof z.ZodBoolean) return (cell) => booleans.get(cell.toLowerCase()) ?? cell
  if (schema instanceof z.ZodObject || schema instanceof z.ZodArray || schema instanceof z.ZodRecord)
    return parseJson
  return (cell) => cell
}

/** Spreadsheets write `6.0`; `6.000` could be six thousand, so the contract refuses it. */
const isWhole = /^-?\d+(?:\.0|\.00)?$/
const isNumber = /^-?\d+(?:\.\d+)?$/
const booleans = new Map([
  ['true', true],
  ['false', false],
])

function parseJson(cell: string): unknown {
  try {
    return JSON.parse(cell)
  } catch {
    return cell
  }
}
