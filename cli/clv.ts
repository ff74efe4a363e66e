import { type Command, InvalidArgumentError, Option } from 'commander'
import { type PurchaseModel, purchaseModels } from '../analytics/lifetime-value/index.ts'
import { studyDocument } from '../studies/lifetime-value/document.ts'
import { readCustomers } from '../studies/lifetime-value/read.ts'
import { scoreLines, scoresOf } from '../studies/lifetime-value/scores.ts'
import { studyLifetimeValue, type TimeUnit, timeUnits } from '../studies/lifetime-value/study.ts'
import { unitOf } from '../studies/lifetime-value/unit.ts'
import { printStudy } from './clv-screen.ts'
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

interface Options extends ReadingOptions {
  readonly transactions: string
  readonly customer?: string
  readonly date?: string
  readonly amount?: string
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
    .addOption(delimiterOption())
    .addOption(decimalOption())
    .addOption(dateOrderOption())
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
      const { calibrationEnd, until, model } = options
      const file = await readCustomers(options.transactions, {
        columns: purchaseColumnsOf(options),
        ...readingOf(options),
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
      await writeLines(options.out, scoreLines(scoresOf(study, unit, yearlyRate)))
      if (!options.json)
        print(`\n${plural(study.cohort.customers.length, 'customer')} written to ${options.out}\n`)
    })
}

function percentOf(text: string): number {
  const percent = Number(text.replace(/%$/, ''))
  if (/^\d/.test(text) && percent > 0 && percent <= 1000) return percent
  throw new InvalidArgumentError('It must be a number above 0.')
}
