import { z } from 'zod'
import { ClienteleError } from '../errors.ts'
import type { RawEntity } from '../source.ts'
import { readQuotedRecord, withoutReturn } from './csv-cells.ts'
import type { LineBlock } from './lines.ts'

export interface Header {
  readonly delimiter: string
  readonly names: readonly string[]
  /** The line after it, in its block. */
  readonly next: number
}

const delimiters = [',', ';', '\t', '|']

/** The header decides the delimiter: the one that finds the most columns of the contract. */
export function readHeader(entity: RawEntity, block: LineBlock): Header {
  const start = block.lines.findIndex((line) => withoutReturn(line) !== '')
  const known = new Set<string>(entity.fields)
  const readings = delimiters.map((delimiter) => {
    const record = readQuotedRecord(block.lines, Math.max(0, start), delimiter)
    const names = record.kind === 'record' ? record.cells.map((cell) => cell.trim()) : []
    const next = record.kind === 'record' ? record.next : 0
    return { delimiter, names, next, found: names.filter((name) => known.has(name)).length }
  })
  const best = readings.reduce((a, b) => (b.found > a.found ? b : a))
  checkHeader(entity, best.names)
  return best
}

function checkHeader(entity: RawEntity, names: readonly string[]): void {
  const missing = entity.fields.filter((field) => {
    const schema = entity.record.shape[field]
    return !names.includes(field) && schema && !z.safeParse(schema, undefined).success
  })
  const known = new Set<string>(entity.fields)
  const unknown = entity.unknownFields === 'freeze' ? names.filter((name) => !known.has(name)) : []
  const repeated = names.filter((name, index) => names.indexOf(name) !== index)
  if (missing.length + unknown.length + repeated.length === 0) return
  const say = (what: string, list: readonly string[]) =>
    list.length > 0 ? ` ${what}: ${list.join(', ')}.` : ''
  throw new ClienteleError(
    'header-mismatch',
    `The header of this file is not that of ${entity.entity}.${say('Missing', missing)}` +
      `${say('Unknown', unknown)}${say('Repeated', repeated)} Expected: ${entity.fields.join(', ')}. Nothing was loaded.`,
    { entity: entity.entity, missing, unknown, repeated, expected: entity.fields },
  )
}

export type CellParser = (cell: string) => unknown

/** How a field's cell becomes the value its contract expects; an empty cell is a missing value. */
export function cellParser(field: z.core.$ZodType | undefined): CellParser {
  let schema = field
  while (schema instanceof z.ZodNullable || schema instanceof z.ZodOptional) schema = schema.unwrap()
  const mayBeAbsentOnly = field && !z.safeParse(field, null).success && z.safeParse(field, undefined).success
  const nothing = mayBeAbsentOnly ? undefined : null
  const parse = parserOf(schema)
  return (cell) => (cell === '' ? nothing : parse(cell))
}

function parserOf(schema: z.core.$ZodType | undefined): CellParser {
  if (schema instanceof z.ZodNumber) return (cell) => (isNumber.test(cell) ? Number(cell) : cell)
  if (schema instanceof z.ZodBoolean) return (cell) => booleans.get(cell.toLowerCase()) ?? cell
  if (schema instanceof z.ZodObject || schema instanceof z.ZodArray) return parseJson
  return (cell) => cell
}

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
