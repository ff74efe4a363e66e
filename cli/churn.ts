import { type Command, InvalidArgumentError } from 'commander'
import { churnDocument, churnScoreLines, purchaseDocument } from '../studies/churn/document.ts'
import { readLabelled } from '../studies/churn/labelled-customers.ts'
import { purchaseCases } from '../studies/churn/purchase-cases.ts'
import { type ChurnStudy, studyChurn } from '../studies/churn/study.ts'
import { readPurchases } from '../studies/lifetime-value/read.ts'
import { printChurn, printPurchaseChurn } from './churn-screen.ts'
import { plural, print, printJson } from './output.ts'
import {
  dateOf,
  dateOrderOption,
  decimalOption,
  delimiterOption,
  purchaseColumnsOf,
  type ReadingOptions,
  readingOf,
  writeLines,
} from './study-options.ts'
import { positiveNumber } from './whole-number.ts'

interface Options extends ReadingOptions {
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
    .addOption(delimiterOption())
    .addOption(decimalOption())
    .addOption(dateOrderOption())
    .option('--out <file>', 'write the probability of each customer to leave to this CSV file')
    .option('--json', 'print JSON')
    .action(async ({ out, json, ...options }: Options, command: Command) => {
      const { customers, transactions, decimal: _, ...named } = options
      if (customers !== undefined && transactions === undefined) {
        const file = await readLabelled(customers, { ...named, ...readingOf(options) })
        const study = studyChurn(file.subject)
        if (json) printJson(churnDocument(file, study))
        else printChurn(file, study)
        await write(out, file, study, json)
      } else if (customers === undefined && transactions !== undefined) {
        const file = await readPurchases(transactions, {
          columns: purchaseColumnsOf(options),
          ...readingOf(options),
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
  await writeLines(out, churnScoreLines(file, study))
  if (!json) print(`\n${plural(file.names.length, 'row')} written to ${out}\n`)
}

function namesOf(text: string): readonly string[] {
  const names = text.split(',').map((name) => name.trim())
  if (names.every((name) => name !== '')) return names
  throw new InvalidArgumentError('It must be names of columns, divided by commas.')
}
