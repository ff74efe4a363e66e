import type { Command } from 'commander'
import { ClienteleError } from '#engine'
import { hasFailed } from '../engine/build/audit.ts'
import { testPublished } from '../engine/build/test-published.ts'
import { plural, print, printJson, printTable } from './output.ts'
import { withWarehouse } from './warehouse.ts'

export function register(program: Command): void {
  program
    .command('test')
    .description('Run the data tests on the published warehouse')
    .option('--json', 'print JSON')
    .action(async (options: { json?: boolean }) => {
      await withWarehouse(async ({ pool, warehouse }) => {
        const client = await pool.connect()
        const { results, missing } = await testPublished(client, warehouse.graph).finally(() =>
          client.release(),
        )
        const failed = results.filter(hasFailed)
        const found = results.filter((result) => result.failedCount > 0)
        if (options.json) printJson({ results, missing })
        else {
          if (found.length > 0) {
            printTable(
              ['relation', 'test', 'severity', 'rows', 'such as'],
              found.map((f) => [f.relation, f.test, f.severity, f.failedCount, f.sample ?? '']),
            )
          }
          const passed = results.length - found.length
          const warned = found.length - failed.length
          print(`${plural(passed, 'data test')} passed, ${warned} with a warning, ${failed.length} failed\n`)
          if (missing.length > 0) {
            print(
              `Not tested, because they are not published: ${missing.join(', ')}. Run \`clientele build\`.\n`,
            )
          }
        }
        if (failed.length > 0) {
          throw new ClienteleError(
            'tests-failed',
            `${plural(failed.length, 'data test')} failed on the published warehouse. The rows are listed above; correct the data or the transform, and build again.`,
            { tests: failed.map((f) => `${f.relation}: ${f.test}`) },
            { exitCode: 3 },
          )
        }
      })
    })
}
