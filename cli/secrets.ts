import type { Command } from 'commander'
import { rotateKeys } from '../transforms/identity/ledger/rotate-keys.ts'
import { plural, print, printJson } from './output.ts'
import { withWarehouse } from './warehouse.ts'

export function register(program: Command): void {
  program
    .command('secrets')
    .description('The secrets of this installation')
    .command('rotate-keys')
    .description(
      'Add a secret to those that keys of records of people are made with; customers keep their keys',
    )
    .option('--json', 'print JSON')
    .action(async ({ json }: { json?: true }) => {
      const recordCount = await withWarehouse(({ pool }) => rotateKeys(pool))
      if (json) return printJson({ recordCount })
      print(
        `The keys of ${plural(recordCount, 'record')} changed in the ledger. Run \`clientele build\` now: until then, the ` +
          'published tables have the former keys.\n',
      )
    })
}
