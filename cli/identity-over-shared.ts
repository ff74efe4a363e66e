import type { Command } from 'commander'
import { overShared } from '../stewardship/over-shared.ts'
import { plural, print, printJson, printTable } from './output.ts'
import { withWarehouse } from './warehouse.ts'
import { positiveNumber } from './whole-number.ts'

export function registerOverShared(identity: Command): void {
  identity
    .command('over-shared')
    .description('List values that too many people share, so that they join nobody')
    .option('--limit <number>', 'how many to list', positiveNumber, 50)
    .option('--json', 'print JSON')
    .action(async ({ limit, json }: { limit: number; json?: boolean }) => {
      const { total, values } = await withWarehouse(({ pool }) => overShared(pool, limit))
      if (json) return printJson({ total, values })
      if (total === 0) return void print('No value is shared by too many people or records.\n')
      printTable(
        ['kind', 'value', 'records', 'people', 'reason'],
        values.map((one) => [one.kind, one.value, one.recordCount, one.personCount ?? '', one.reason]),
      )
      if (total > values.length)
        print(`${plural(total - values.length, 'more value')}; list them with --limit ${total}\n`)
    })
}
