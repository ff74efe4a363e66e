import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { type Command, InvalidArgumentError, Option } from 'commander'
import { type PurchaseModel, purchaseModels } from '../analytics/lifetime-value/index.ts'
import { fileError } from '../engine/loading/input.ts'
import { studyDocument } from '../studies/lifetime-value/document.ts'
import { readCustomers } from '../studies/lifetime-value/read.ts'
import { scoreLines, scoresOf } from '../studies/lifetime-value/scores.ts'
import { studyLifetimeValue, type TimeUnit, timeUnits } from '../studies/lifetime-value/study.ts'
import { unitOf } from '../studies/lifetime-value/unit.ts'
import { type DayOrder, dayOf, dayOrders } from '../studies/lifetime-value/written-days.ts'
import { printStudy } from './clv-screen.ts'
import { plural, print, printJson } from './output.ts'

interface Options {
  readonly transactions: string
  readonly customer?: string
  readonly date?: string
  readonly amount?: string
  readonly delimiter?: string
  readonly decimal?: 'comma' | 'point'
  readonly dateOrder?: DayOrder
  readonly unit?: TimeUnit
  readonly calibrationEnd?: number
  readonly until?: number
  readonly model?: PurchaseModel
  readonly discount: number
  readonly out?: string
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command('clv')
    .description("Lifetime value of the customers of anybody's file; needs no warehouse")
    .command('fit')
    .description('Fit the models of lifetime value to a file, test them on its later part, and forecast')
    .requiredOption(
      '--transactions <file>',
      'purchases (customer, date, amount), or summaries of customers (frequency, recency, T, mean value); - for standard input',
    )
    .option('--customer <column>', 'the column that says who bought, if its name is not a usual one')
    .option('--date <column>', 'the column that says when')
    .option(
      '--amount <column>',
      'the column that says for how much; columns of a file without a header have numbers from 1',
    )
    .option(
      '--delimiter <character>',
      'between columns, such as ; or tab or space; found from the header unless given',
      delimiterOf,
    )
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
    .addOption(
      new Option(
        '--unit <time>',
        'that parameters are in: week for purchases unless given; that of the times of summaries, found if they show it',
      ).choices(timeUnits),
    )
    .option(
      '--calibration-end <date>',
      'the last day that models may know in the backtest; the middle of the period, at most a year before its end, unless given',
      dateOf,
    )
    .addOption(
      new Option('--model <name>', 'instead of the one that is best in the backtest').choices(purchaseModels),
    )
    .option('--until <date>', 'the last day that is observed; that of the last purchase unless given', dateOf)
    .option('--discount <percent>', 'a year, for what later purchases are worth today', percentOf, 10)
    .option('--out <file>', 'write the forecast of each customer to this CSV file')
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const { customer, date, amount, delimiter, decimal, dateOrder, calibrationEnd, until, model } = options
      const file = await readCustomers(options.transactions, {
        columns: {
          ...(customer !== undefined && { customer }),
          ...(date !== undefined && { date }),
          ...(amount !== undefined && { amount }),
        },
        ...(delimiter !== undefined && { delimiter }),
        ...(decimal && { decimal: decimal === 'comma' ? ',' : '.' }),
        ...(dateOrder && { dayOrder: dateOrder }),
      })
      const unit = unitOf(options.transactions, file, options.unit)
      const study = studyLifetimeValue(file, {
        unit,
        ...(calibrationEnd !== undefined && { calibrationEnd }),
        ...(until !== undefined && { until }),
        ...(model && { model }),
      })
      const yearlyRate = options.discount / 100
      if (options.json) printJson(studyDocument(file, study, unit, yearlyRate))
      else printStudy(file, study, unit, yearlyRate)
      if (options.out === undefined) return
      await write(options.out, scoreLines(scoresOf(study, unit, yearlyRate)))
      if (!options.json)
        print(`\n${plural(study.cohort.customers.length, 'customer')} written to ${options.out}\n`)
    })
}

async function write(path: string, lines: Iterable<string>): Promise<void> {
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

function dateOf(text: string): number {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text) ?? []
  const date = year === undefined ? null : dayOf(Number(year), Number(month), Number(day))
  if (date !== null) return date
  throw new InvalidArgumentError('It must be a day like 1997-09-30.')
}

function percentOf(text: string): number {
  const percent = Number(text.replace(/%$/, ''))
  if (/^\d/.test(text) && percent > 0 && percent <= 1000) return percent
  throw new InvalidArgumentError('It must be a number above 0.')
}
