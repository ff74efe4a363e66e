import { z } from 'zod'
import { parseSafely } from '../field-names.ts'

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
    return parseSafely(cell)
  } catch {
    return cell
  }
}
