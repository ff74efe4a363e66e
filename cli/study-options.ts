import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { InvalidArgumentError, Option } from 'commander'
import { fileError } from '../engine/loading/input.ts'
import { type DayOrder, dayOf, dayOrders } from '../studies/lifetime-value/written-days.ts'

/* What the commands about anybody's file ask in the same way, and how they write a file. */

export interface ReadingOptions {
  readonly delimiter?: string
  readonly decimal?: 'comma' | 'point'
  readonly dateOrder?: DayOrder
}

export const delimiterOption = () =>
  new Option(
    '--delimiter <character>',
    'between columns, such as ; or tab or space; found from the header unless given',
  ).argParser(delimiterOf)

export const decimalOption = () =>
  new Option('--decimal <mark>', 'of numbers; found from each column unless given').choices([
    'comma',
    'point',
  ])

export const dateOrderOption = () =>
  new Option('--date-order <order>', 'of dates like 03/04/2026; found from all dates unless given').choices(
    dayOrders,
  )

/** How a file is read, as the studies call it. */
export function readingOf({ delimiter, decimal, dateOrder }: ReadingOptions) {
  return {
    ...(delimiter !== undefined && { delimiter }),
    ...(decimal && { decimal: decimal === 'comma' ? (',' as const) : ('.' as const) }),
    ...(dateOrder && { dayOrder: dateOrder }),
  }
}

/** The columns of purchases that a command names. */
export function purchaseColumnsOf(named: { customer?: string; date?: string; amount?: string }) {
  const { customer, date, amount } = named
  return {
    ...(customer !== undefined && { customer }),
    ...(date !== undefined && { date }),
    ...(amount !== undefined && { amount }),
  }
}

export function dateOf(text: string): number {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const date = year === undefined ? null : dayOf(Number(year), Number(month), Number(day))
  if (date !== null) return date
  throw new InvalidArgumentError('It must be a day like 1997-09-30.')
}

export async function writeLines(path: string, lines: Iterable<string>): Promise<void> {
  try {
    await pipeline(Readable.from(lines), createWriteStream(path))
  } catch (error) {
    throw fileError(path, error)
  }
}

function delimiterOf(text: string): string {
  const delimiter = text === 'tab' || text === '\\t' ? '\t' : text === 'space' ? ' ' : text
  if (delimiter.length === 1 && !/["\r\n]/.test(delimiter)) return delimiter
  throw new InvalidArgumentError('It must be one character, tab or space.')
}
