import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { fileError } from '../engine/loading/input.ts'
import { churnDocument, churnScoreLines, purchaseDocument } from '../studies/churn/document.ts'
import { readLabelled } from '../studies/churn/labelled-customers.ts'
import { purchaseCases } from '../studies/churn/purchase-cases.ts'
import { type ChurnStudy, studyChurn } from '../studies/churn/study.ts'
import { readPurchases } from '../studies/lifetime-value/read.ts'
import { type DayOrder, dayOf, dayOrders } from '../studies/lifetime-value/written-days.ts'
import { printChurn, printPurchaseChurn } from './churn-screen.ts'
import { plural, print, printJson } from './output.ts'
import { positiveNumber } from './whole-number.ts'

interface Options {
  readonly customers?: string
  readonly transactions?: string
  readonly date?: string
  readonly amount?: string
  readonly horizon?: number
  readonly until?: number
  readonly label?: string
  readonly churned?: string
  readonly customer?: string
  readonly time?: string
  readonly features?: readonly string[]
  readonly delimiter?: string
  readonly decimal?: 'comma' | 'point'
  readonly dateOrder?: DayOrder
  readonly out?: string
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command('churn')
    .description("Who leaves, and why, of the customers of anybody's file; needs no warehouse")
    .command('fit')
    .description('Learn from a file who leaves, and judge that on a part of it that was held out')
    .option(
      '--customers <file>',
      'a table of customers with any columns, one of which says who left; - for standard input',
    )
    .option('--transactions <file>', 'or purchases alone (customer, date, amount): who stops buying has left')
    .option('--label <column>', 'the column that says who left, if its name is not a usual one such as Churn')
    .option('--churned <value>', 'the label that means left, if that is not clear; all others mean stayed')
    .option('--customer <column>', 'the column that says whose row it is, if its name is not a usual one')
    .option('--date <column>', 'of purchases: the column that says when')
    .option('--amount <column>', 'of purchases: the column that says for how much')
    .option(
      '--horizon <days>',
      'who buys nothing for so many days has left; a quarter of the period, at most 180, unless given',
      positiveNumber,
    )
    .option('--until <date>', 'the last day that is observed; that of the last purchase unless given', dateOf)
    .option('--time <column>', 'the day on which a row was true; the latest are held out')
    .option('--features <columns>', 'use only these columns, divided by commas', namesOf)
    .option('--delimiter <character>', 'between columns; found from the header unless given', delimiterOf)
    .addOption(
      new Option('--decimal <mark>', 'of numbers; found from each column unless given').choices([
        'comma',
        'point',
      ]),
    )
    .addOption(
      new Option(
        '--date-order <order>',
        'of dates like 03/04/2026; found from all dates unless given',
      ).choices(dayOrders),
    )
    .option('--out <file>', 'write the probability of each customer to leave to this CSV file')
    .option('--json', 'print JSON')
    .action(async ({ decimal, dateOrder, out, json, ...options }: Options, command: Command) => {
      const { customers, transactions } = options
      const reading = {
        ...options,
        ...(decimal && { decimal: decimal === 'comma' ? (',' as const) : ('.' as const) }),
        ...(dateOrder && { dayOrder: dateOrder }),
      }
      if (customers !== undefined && transactions === undefined) {
        const file = await readLabelled(customers, reading)
        const study = studyChurn(file.subject)
        if (json) printJson(churnDocument(file, study))
        else printChurn(file, study)
        await write(out, file, study, json)
      } else if (customers === undefined && transactions !== undefined) {
        const { delimiter, customer, date, amount } = options
        const file = await readPurchases(transactions, {
          columns: {
            ...(customer !== undefined && { customer }),
            ...(date !== undefined && { date }),
            ...(amount !== undefined && { amount }),
          },
          ...(delimiter !== undefined && { delimiter }),
          ...(reading.decimal && { decimal: reading.decimal }),
          ...(dateOrder && { dayOrder: dateOrder }),
        })
        const cases = purchaseCases(file.content.purchases, options)
        const study = studyChurn(cases.subject)
        if (json) printJson(purchaseDocument(file, cases, study))
        else printPurchaseChurn(file, cases, study)
        await write(out, cases, study, json)
      } else command.error('Name one file: --customers or --transactions')
    })
}

async function write(
  out: string | undefined,
  file: Parameters<typeof churnScoreLines>[0],
  study: ChurnStudy,
  json = false,
): Promise<void> {
  if (out === undefined) return
  try {
    await pipeline(Readable.from(churnScoreLines(file, study)), createWriteStream(out))
  } catch (error) {
    throw fileError(out, error)
  }
  if (!json) print(`\n${plural(file.names.length, 'row')} written to ${out}\n`)
}

function dateOf(text: string): number {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const date = year === undefined ? null : dayOf(Number(year), Number(month), Number(day))
  if (date !== null) return date
  throw new InvalidArgumentError('It must be a day like 1997-09-30.')
}

function namesOf(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.every((name) => name !== '')) return names
  throw new InvalidArgumentError('It must be names of columns, divided by commas.')
}

function delimiterOf(text: string): string {
  const delimiter = text === 'tab' || text === '\\t' ? '\t' : text === 'space' ? ' ' : text
  if (delimiter.length === 1 && !/["\r\n]/.test(delimiter)) return delimiter
  throw new InvalidArgumentError('It must be one character, tab or space.')
}
