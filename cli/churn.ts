import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { fileError } from '../engine/loading/input.ts'
import { churnDocument, churnScoreLines } from '../studies/churn/document.ts'
import { readLabelled } from '../studies/churn/labelled-customers.ts'
import { studyChurn } from '../studies/churn/study.ts'
import { type DayOrder, dayOrders } from '../studies/lifetime-value/written-days.ts'
import { printChurn } from './churn-screen.ts'
import { plural, print, printJson } from './output.ts'

interface Options {
  readonly customers: string
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
    .requiredOption(
      '--customers <file>',
      'a table of customers with any columns, one of which says who left; - for standard input',
    )
    .option('--label <column>', 'the column that says who left, if its name is not a usual one such as Churn')
    .option('--churned <value>', 'the label that means left, if that is not clear; all others mean stayed')
    .option('--customer <column>', 'the column that says whose row it is, if its name is not a usual one')
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
    .action(async ({ customers, decimal, dateOrder, out, json, ...options }: Options) => {
      const file = await readLabelled(customers, {
        ...options,
        ...(decimal && { decimal: decimal === 'comma' ? ',' : '.' }),
        ...(dateOrder && { dayOrder: dateOrder }),
      })
      const study = studyChurn(file.subject)
      if (json) printJson(churnDocument(file, study))
      else printChurn(file, study)
      if (out === undefined) return
      try {
        await pipeline(Readable.from(churnScoreLines(file, study)), createWriteStream(out))
      } catch (error) {
        throw fileError(out, error)
      }
      if (!json) print(`\n${plural(file.names.length, 'row')} written to ${out}\n`)
    })
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
