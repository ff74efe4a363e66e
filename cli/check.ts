import type { Command } from 'commander'
import { checkFailed, describeGraph } from '../engine/describe.ts'
import { plural, printJson } from './output.ts'
import { withWarehouse } from './warehouse.ts'

export function register(program: Command): void {
  program
    .command('check')
    .description('Have Postgres describe every query and Cube compile its model, without building anything')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      await withWarehouse(async ({ pool, warehouse }) => {
        const client = await pool.connect()
        const problems = await describeGraph(client, warehouse.graph).finally(() => client.release())
        if (options.json) printJson({ problems })
        if (problems.length > 0) throw checkFailed(problems)
        if (!options.json) {
          process.stdout.write(`${plural(warehouse.graph.transforms.length, 'transform')} as declared\n`)
        }
      })
    })
}
