import { type Command, InvalidArgumentError, Option } from 'commander'
import {
  type Attribution,
  type AttributionModel,
  attribute,
  attributionModels,
} from '../analytics/attribution/attribute.ts'
import { type PathsFile, readPaths } from '../studies/attribution/paths.ts'
import { noSeparator } from '../studies/attribution/separator.ts'
import { count, plural, print, printJson, printTable } from './output.ts'
import { decimalOption, delimiterOption, readingOf } from './study-options.ts'

interface Options {
  readonly paths: string
  readonly order: string
  readonly halfLife: number
  readonly delimiter?: string
  readonly separator?: string
  readonly decimal?: 'comma' | 'point'
  readonly pathColumn?: string
  readonly conversionsColumn?: string
  readonly valueColumn?: string
  readonly nullsColumn?: string
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command('attribution')
    .description(
      'Credit channels with the conversions of a file of paths, by every model; needs no warehouse',
    )
    .requiredOption(
      '--paths <file>',
      'CSV with paths, conversions, and if there are, values and nulls, or with a row for each touchpoint; - for standard input',
    )
    .addOption(new Option('--order <number>', 'of the Markov chain').choices(['1', '2', '3']).default('1'))
    .option('--half-life <touchpoints>', 'of the time decay', halfLifeOf, 2)
    .addOption(delimiterOption())
    .option('--separator <text>', 'between touchpoints, or none; found from the paths unless given')
    .addOption(decimalOption())
    .option('--path-column <name>', 'the column of paths, if its name is not a usual one')
    .option('--conversions-column <name>', 'the column of conversions')
    .option('--value-column <name>', 'the column of their value')
    .option('--nulls-column <name>', 'the column of journeys without a conversion')
    .option('--json', 'print JSON')
    .action(async (options: Options) => {
      const { pathColumn, conversionsColumn, valueColumn, nullsColumn, separator } = options
      const read = await readPaths(options.paths, {
        columns: {
          ...(pathColumn !== undefined && { path: pathColumn }),
          ...(conversionsColumn !== undefined && { conversions: conversionsColumn }),
          ...(valueColumn !== undefined && { value: valueColumn }),
          ...(nullsColumn !== undefined && { nulls: nullsColumn }),
        },
        ...readingOf(options),
        ...(separator !== undefined && { separator }),
      })
      const result = attribute(read.paths, { order: Number(options.order), halfLife: options.halfLife })
      if (options.json) {
        const { paths: _, ...file } = read
        printJson({ file: { path: options.paths, ...file }, ...result })
      } else printResult(read, result)
    })
}

function halfLifeOf(text: string): number {
  if (/^\d{1,4}(?:\.\d{1,4})?$/.test(text) && Number(text) > 0) return Number(text)
  throw new InvalidArgumentError('It must be a number above 0.')
}

const shownBadRows = 20

function printResult(file: PathsFile, result: Attribution): void {
  const { markov, conversions, nulls, distinctPaths, longestPath, channels } = result
  const write = (line: string) => print(`${line}\n`)
  write(
    `${plural(file.rowCount - file.badRows.length, 'row')}, ${plural(distinctPaths, 'path')} of at most ${plural(longestPath, 'touchpoint')}, ` +
      `${plural(channels.length, 'channel')}: ${count(conversions)} conversions, ${count(nulls)} journeys without`,
  )
  const sign = file.delimiter === '\t' ? 'a tab' : file.delimiter
  const between = file.separator === noSeparator ? '' : `, touchpoints by ${file.separator}`
  write(`Columns are divided by ${sign}${between}`)
  write(
    `Markov chain of order ${markov.order}: ${plural(markov.stateCount, 'state')}, P(conversion) ${markov.conversionProbability.toFixed(6)}; ` +
      `half-life ${plural(result.halfLife, 'touchpoint')}`,
  )
  for (const note of file.notes) write(`${note}.`)
  printCredit('conversions', result, [['removal effect', (channel) => channel.removalEffect.toFixed(6)]])
  if (file.columns.value !== undefined) {
    printCredit('value', result, [
      ['removal effect', (channel) => channel.valueRemovalEffect.toFixed(6)],
      ['by effects above', (channel) => channel.valueByConversionEffect.toFixed(3)],
    ])
  }
  if (file.badRows.length === 0) return
  write(`\n${plural(file.badRows.length, 'row')} of ${count(file.rowCount)} left out:`)
  for (const { line, reason } of file.badRows.slice(0, shownBadRows)) write(`  line ${line}: ${reason}`)
  if (file.badRows.length > shownBadRows) {
    write(`  and ${count(file.badRows.length - shownBadRows)} more; --json names them all`)
  }
}

const titles: Readonly<Record<AttributionModel, string>> = {
  first: 'first',
  last: 'last',
  linear: 'linear',
  position: '40/20/40',
  decay: 'time decay',
  markov: 'Markov',
  shapley: 'Shapley',
}

type ChannelCredit = Attribution['channels'][number]

function printCredit(
  what: 'conversions' | 'value',
  { channels }: Attribution,
  effects: readonly [title: string, cellOf: (channel: ChannelCredit) => string][],
): void {
  print('\n')
  printTable(
    [what, ...attributionModels.map((model) => titles[model]), ...effects.map(([title]) => title)],
    channels.map((channel) => [
      channel.channel,
      ...attributionModels.map((model) => channel[what][model].toFixed(3)),
      ...effects.map(([, cellOf]) => cellOf(channel)),
    ]),
  )
}
