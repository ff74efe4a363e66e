import type { Command } from 'commander'
import { ClienteleError } from '#engine'
import { type DataSetResult, evaluateDataSet } from '../evaluation/data.ts'
import { readDataSet } from '../evaluation/data-set.ts'
import { evaluateLabels } from '../evaluation/labelled-pairs.ts'
import type { Figures, Measured, PairCount } from '../evaluation/measured.ts'
import { evaluateSample } from '../evaluation/sample.ts'
import { saveEvaluation } from '../evaluation/save.ts'
import { settings } from '../transforms/identity/settings.ts'
import { count, plural, print, printJson, printTable, seconds } from './output.ts'
import { withWarehouse } from './warehouse.ts'

interface Options {
  readonly labels?: string
  readonly data?: string
  readonly settings?: string
  readonly save: boolean
  readonly json?: boolean
}

export function registerEvaluate(identity: Command): void {
  identity
    .command('evaluate')
    .description('Measure identity against the people of the sample company, labelled pairs, or a data set')
    .option(
      '--labels <file>',
      'a CSV file of record pairs with a score, or the word decisions for those of stewards',
    )
    .option(
      '--data <file>',
      'a CSV file of records whose people are known; it is matched apart from the warehouse',
    )
    .option('--settings <file>', 'how to match that file; bench/identity/febrl.ts is an example')
    .option('--no-save', 'do not save the result for the reports')
    .option('--json', 'print JSON')
    .action((options: Options) => {
      if (options.data !== undefined || options.settings !== undefined) return evaluateFile(options)
      return evaluateWarehouse(options)
    })
}

async function evaluateWarehouse({ labels, save, json }: Options): Promise<void> {
  const measured = await withWarehouse(async ({ pool, warehouse }) => {
    const result =
      labels === undefined
        ? await evaluateSample(pool, warehouse, settings)
        : await evaluateLabels(pool, settings, labels)
    if (save) await saveEvaluation(pool, result)
    return result
  })
  if (json) return printJson(measured)
  printMeasured(measured)
  if (save) print('\nSaved. Run `clientele build` to show it in the reports.\n')
}

async function evaluateFile({ data, settings: path, labels, json }: Options): Promise<void> {
  if (data === undefined || path === undefined || labels !== undefined) {
    throw new ClienteleError(
      'evaluation-options',
      'Nothing was measured. A data set needs both --data and --settings, and has its own truth, so leave out --labels.',
    )
  }
  const dataSet = await readDataSet(path)
  const results = await withWarehouse(({ pool }) => evaluateDataSet(pool, data, dataSet))
  if (json) return printJson(results)
  printTable(
    [
      'data set',
      'settings',
      'records',
      'people',
      'found',
      'pairs',
      'link from',
      'precision',
      'recall',
      'F1',
      'B-cubed F1',
      'time',
    ],
    results.map(dataSetRow),
  )
}

function dataSetRow({ dataSet, settings, measures, thresholds, agreement, seconds: time }: DataSetResult) {
  const { recordCount, predictedCount, trueCount, pairwise, bcubed } = agreement
  return [
    dataSet,
    settings,
    recordCount,
    trueCount,
    predictedCount,
    measures.sources.reduce((sum, { pairs }) => sum + pairs, 0),
    String(thresholds.link),
    share(pairwise.precision),
    share(pairwise.recall),
    share(pairwise.f1),
    share(bcubed.f1),
    seconds(time),
  ]
}

function printMeasured({
  against,
  result,
  counts,
  standing,
  strangers,
  thresholds,
  missed,
  falseJoins,
}: Measured) {
  const write = (line: string) => print(`${line}\n`)
  write(`Measured against: ${against}`)
  if (counts) {
    write(
      `${plural(counts.records, 'record')} of ${count(counts.people)} people, matched into ${plural(counts.customers, 'customer')}`,
    )
  }
  if (standing) {
    write(
      `Left out: ${plural(standing.silent, 'record')} without identifying values, ${count(standing.shared)} that ` +
        `several people share, ${count(standing.unknown)} of unknown people`,
    )
  }
  if (result) {
    write('')
    printTable(
      ['current customers', 'precision', 'recall', 'F1', 'true pairs', 'joined', 'correctly'],
      [
        ['by pair', ...figureCells(result), result.truePairs, result.joinedPairs, result.correctPairs],
        ...(result.bcubed ? [['by record (B-cubed)', ...figureCells(result.bcubed), '', '', '']] : []),
      ],
    )
  }
  if (strangers) {
    write(
      `\nStrangers with the same name and birthday: ${count(strangers.joined)} of ${count(strangers.planted)} joined`,
    )
  }
  printReasons('missed because', missed)
  printReasons('falsely joined because', falseJoins)
  write('\nResults at each threshold, before guards:')
  printTable(
    ['link from', 'precision', 'recall', 'F1', 'B-cubed F1', 'joined pairs'],
    thresholds.map((one) => [
      `${one.threshold}${one.isInUse ? ' (in use)' : ''}`,
      ...figureCells(one),
      share(one.bcubed?.f1 ?? null),
      one.joinedPairs,
    ]),
  )
}

function printReasons(title: string, reasons: readonly PairCount[]): void {
  if (reasons.length === 0) return
  print('\n')
  printTable(
    [title, 'pairs'],
    reasons.map(({ label, pairs }) => [label, pairs]),
  )
}

function figureCells({ precision, recall, f1 }: Pick<Figures, 'precision' | 'recall' | 'f1'>): string[] {
  return [share(precision), share(recall), share(f1)]
}

/** Truncated rather than rounded, so that only a perfect result shows 1. */
function share(number: number | null): string {
  return number === null ? '–' : (Math.floor(number * 10_000 + 1e-6) / 10_000).toFixed(4)
}
