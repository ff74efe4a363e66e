import type { Command } from 'commander'
import { ClienteleError } from '#engine'
import { findEntity } from '../engine/loading/entity-name.ts'
import { type Target, type UnloadResult, unload } from '../engine/loading/unload.ts'
import { plural, print, printJson } from './output.ts'
import { withSources } from './sources.ts'

interface Options {
  readonly load?: string
  readonly file?: string
  readonly key?: readonly string[]
  readonly dryRun?: boolean
  readonly yes?: boolean
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command('unload')
    .description('Remove from raw what one file, one load or one record brought')
    .argument('<entity>', 'the entity, such as shopify.orders')
    .option('--file <name>', 'all loads of this file, named as it was when it was loaded')
    .option('--load <number>', 'the load with this number')
    .option(
      '--key <parts...>',
      'the record with this natural key; several parts in the order of the contract',
    )
    .option('--dry-run', 'show what would be removed, and change nothing')
    .option('--yes', 'also if earlier versions of the records are lost')
    .option('--json', 'print JSON')
    .action(async (name: string, options: Options) => {
      const target = targetOf(options)
      const result = await withSources(({ pool, entities }) =>
        unload(pool, findEntity(entities, name), target, {
          isDryRun: options.dryRun ?? false,
          isConfirmed: options.yes ?? false,
        }),
      )
      if (options.json) printJson(result)
      else print(`${describe(result).join('\n')}\n`)
    })
}

function targetOf({ load, file, key }: Options): Target {
  const targets: Target[] = []
  if (load !== undefined) targets.push({ load })
  if (file !== undefined) targets.push({ file })
  if (key !== undefined) targets.push({ key })
  const [target] = targets
  if (target && targets.length === 1) return target
  throw new ClienteleError(
    'unload-refused',
    'Say what to remove with one of --file, --load and --key. Nothing was removed.',
  )
}

function describe({ origin, records, quarantined, replaced, alsoInLater, isDone }: UnloadResult): string[] {
  const lines = [
    `${origin}: ${plural(records, 'record')} ${isDone ? 'removed' : 'would be removed'}, and ${quarantined} from quarantine`,
  ]
  if (replaced > 0) {
    lines.push(
      `  Up to ${replaced} replaced an earlier version, which cannot be restored: load its file again`,
    )
  }
  if (alsoInLater > 0) {
    lines.push(
      `  Up to ${alsoInLater} came again, unchanged, with later loads: load those files again to keep them`,
    )
  }
  lines.push(isDone ? 'Next: clientele build' : 'Nothing was removed. Without --dry-run it is.')
  return lines
}
