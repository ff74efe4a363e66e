import type { Command } from 'commander'
import { asOfRun, earlierRuns } from '../engine/build/as-of-run.ts'
import { print, printJson, printTable } from './output.ts'
import { withWarehouse } from './warehouse.ts'
import { wholeNumber } from './whole-number.ts'

export function register(program: Command): void {
  program
    .command('as-of')
    .description('Print SQL for a mart as an earlier run published it, or list the runs that are kept')
    .argument('[run]', 'number of the run', wholeNumber)
    .argument('[mart]', 'e.g. mart_rfm')
    .option('--json', 'print JSON')
    .action(async (run: number | undefined, mart: string | undefined, options: { json?: true }) => {
      await withWarehouse(async ({ pool }) => {
        const kept = await earlierRuns(pool)
        if (run !== undefined && mart !== undefined) {
          const query = asOfRun(kept, run, mart)
          return options.json ? printJson({ run, mart, query }) : print(`${query};\n`)
        }
        if (options.json) return printJson(kept)
        printTable(
          ['run', 'published', 'schema', 'marts', 'MB of its own'],
          kept.map(({ runId, publishedAt, schema, marts, bytes }) => [
            runId,
            publishedAt.toISOString(),
            schema,
            marts.length,
            (bytes / 1e6).toFixed(1),
          ]),
        )
      })
    })
}
