import { type Command, InvalidArgumentError } from 'commander'
import type { LoadResult } from '../engine/loading/load.ts'
import { defaultCompany } from '../seeds/sample/company.ts'
import { writeSample } from '../seeds/sample/files.ts'
import { advanceSample, loadSample, type OnProgress } from '../seeds/sample/load.ts'
import { removeSample } from '../seeds/sample/remove.ts'
import { count, overwriteLine, plural, print, printJson } from './output.ts'
import { withSources } from './sources.ts'
import { wholeNumber } from './whole-number.ts'

interface Options {
  readonly customers: number
  readonly seed: number
  readonly to?: string
  readonly advance?: number
  readonly intoRealData?: boolean
  readonly json?: boolean
}

export function register(program: Command): void {
  const sample = withCompany(program.command('sample'))
    .description(
      'The sample company, an invented retailer: load it, write its files, or simulate its next days',
    )
    .option('--to <folder>', 'write what its systems would export to files, and who is behind each record')
    .option('--advance <days>', 'simulate the next days, e.g. 1d', days)
    .action((options: Options) => {
      if (options.to !== undefined) return write(options.to, options)
      return options.advance === undefined ? load(options) : advance(options.advance, options)
    })
  // options that `sample` also has are parsed by it, wherever they are written
  withCompany(sample.command('load'))
    .description('Load the records of all its systems')
    .action((_: Options, command: Command) => load(command.optsWithGlobals<Options>()))
  sample
    .command('advance')
    .description('Simulate the next days in all its systems: new, changed and deleted records')
    .argument('[days]', 'how many, e.g. 1d', days, 1)
    .option('--into-real-data', 'mix its invented customers with real ones')
    .option('--json', 'print JSON')
    .action((number: number, _: Options, command: Command) =>
      advance(number, command.optsWithGlobals<Options>()),
    )
  sample
    .command('remove')
    .description('Remove its records from raw; real records stay')
    .option('--json', 'print JSON')
    .action((_: Options, command: Command) => remove(command.optsWithGlobals<Options>()))
}

function withCompany(command: Command): Command {
  return command
    .option('--customers <number>', 'number of customers', wholeNumber, defaultCompany.customers)
    .option('--into-real-data', 'mix its invented customers with real ones')
    .option('--seed <number>', 'another seed gives another company', wholeNumber, defaultCompany.seed)
    .option('--json', 'print JSON')
}

async function load({ customers, seed, intoRealData, json }: Options): Promise<void> {
  const company = { ...defaultCompany, customers, seed }
  await shown(json, (progress) =>
    withSources(({ pool }) => loadSample(pool, company, progress, { intoRealData: intoRealData ?? false })),
  )
}

async function advance(number: number, { intoRealData, json }: Options): Promise<void> {
  await shown(json, (progress) =>
    withSources(({ pool }) => advanceSample(pool, number, progress, { intoRealData: intoRealData ?? false })),
  )
}

async function remove({ json }: Options): Promise<void> {
  const removed = await withSources(({ pool }) => removeSample(pool))
  if (json) return printJson(removed)
  for (const { entity, records } of removed) {
    print(`${entity}: ${plural(records, 'record')} removed\n`)
  }
  print('Next: `clientele build` removes them from the warehouse\n')
}

async function shown(
  json: boolean | undefined,
  work: (progress: OnProgress) => Promise<readonly LoadResult[]>,
): Promise<void> {
  const show = progressLine(json)
  const results = await work((entity, records) => show(`${entity}: ${plural(records, 'record')}`))
  show('')
  if (json) return printJson(results)
  for (const { entity, loaded, updated, unchanged, quarantined } of results) {
    print(
      `${entity}: ${count(loaded)} loaded, ${count(updated)} updated, ${count(unchanged)} unchanged, ` +
        `${count(quarantined)} quarantined\n`,
    )
  }
  print('Next: `clientele build`\n')
}

function write(folder: string, { customers, seed, json }: Options): void {
  const show = progressLine(json)
  const company = { ...defaultCompany, customers, seed }
  const written = writeSample(folder, company, (records) => show(plural(records, 'record')))
  show('')
  if (json) printJson(written)
  else for (const { file, records } of written) print(`${file}: ${plural(records, 'record')}\n`)
}

function progressLine(json: boolean | undefined): (line: string) => void {
  if (!process.stderr.isTTY || json) return () => {}
  return overwriteLine
}

function days(text: string): number {
  const number = /^(\d{1,4})d?$/.exec(text)?.[1]
  if (number !== undefined && Number(number) > 0) return Number(number)
  throw new InvalidArgumentError('It must be a number of days, like 1d.')
}
