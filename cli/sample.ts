import { type Command, InvalidArgumentError } from 'commander'
import { defaultCompany } from '../seeds/sample/company.ts'
import { loadSample } from '../seeds/sample/load.ts'
import { removeSample } from '../seeds/sample/remove.ts'
import { count, plural, printJson } from './output.ts'
import { withSources } from './sources.ts'

export function register(program: Command): void {
  const sample = program.command('sample').description('The sample company: an invented UK retailer')
  sample
    .command('load')
    .description('Load its contacts, customers and orders')
    .option('--customers <number>', 'how many people bought there', wholeNumber, defaultCompany.customers)
    .option('--seed <number>', 'another seed, another company', wholeNumber, defaultCompany.seed)
    .option('--json', 'print JSON')
    .action(async ({ json, ...company }: { customers: number; seed: number; json?: boolean }) => {
      const isWatched = process.stderr.isTTY && !json
      const show = (line: string) => isWatched && process.stderr.write(`\r\u001b[2K${line}`)
      const results = await withSources(({ pool }) =>
        loadSample(pool, company, (entity, records) => show(`${entity}: ${plural(records, 'record')}`)),
      )
      show('')
      if (json) return printJson(results)
      for (const { entity, loaded, updated, unchanged, quarantined } of results) {
        process.stdout.write(
          `${entity}: ${count(loaded)} loaded, ${count(updated)} updated, ${count(unchanged)} unchanged, ` +
            `${count(quarantined)} quarantined\n`,
        )
      }
      process.stdout.write('Next: clientele build\n')
    })
  sample
    .command('remove')
    .description('Take its records out of raw again; real records stay')
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: boolean }) => {
      const removed = await withSources(({ pool }) => removeSample(pool))
      if (json) return printJson(removed)
      for (const { entity, records } of removed) {
        process.stdout.write(`${entity}: ${plural(records, 'record')} removed\n`)
      }
      process.stdout.write('Next: clientele build takes them out of the warehouse\n')
    })
}

function wholeNumber(text: string): number {
  const number = Number(text)
  if (/^\d{1,8}$/.test(text)) return number
  throw new InvalidArgumentError('It must be a whole number of at most eight digits.')
}
