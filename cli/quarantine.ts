import type { Command } from 'commander'
import { findEntity } from '../engine/loading/entity-name.ts'
import type { LoadResult } from '../engine/loading/load.ts'
import { listQuarantine, type QuarantinedRecord, showQuarantined } from '../engine/loading/quarantine.ts'
import { replayQuarantine, waitingEntities } from '../engine/loading/replay.ts'
import { count, plural, print, printJson, printTable } from './output.ts'
import { withSources } from './sources.ts'
import { positiveNumber } from './whole-number.ts'

interface ListOptions {
  readonly reason?: string
  readonly limit: number
  readonly json?: boolean
}

export function register(program: Command): void {
  const quarantine = program.command('quarantine').description('Records that break their contract')
  quarantine
    .command('list')
    .description('List them, newest load first')
    .argument('[entity]', 'only of this entity, such as shopify.orders')
    .option('--reason <code>', 'only with this reason')
    .option('--limit <number>', 'the most records to list', positiveNumber, 50)
    .option('--json', 'print JSON')
    .action((entity: string | undefined, options: ListOptions) => list(entity, options))
  quarantine
    .command('replay')
    .description('Check them again after a contract was corrected, and load those that pass')
    .argument('[entity]', 'only of this entity, such as shopify.orders')
    .option('--json', 'print JSON')
    .action((entity: string | undefined, options: { json?: boolean }) => replay(entity, options))
  quarantine
    .command('show')
    .description('Show the original text of one, with everything that is wrong with it')
    .argument('<id>', 'its number in the list')
    .option('--json', 'print JSON')
    .action(async (id: string, options: { json?: boolean }) => {
      const record = await withSources(({ pool }) => showQuarantined(pool, id))
      if (options.json) printJson(record)
      else print(`${describe(record).join('\n')}\n`)
    })
}

async function list(entity: string | undefined, { reason, limit, json }: ListOptions): Promise<void> {
  const { total, records } = await withSources(({ pool, entities }) =>
    listQuarantine(pool, {
      limit,
      ...(entity && { entity: findEntity(entities, entity).entity }),
      ...(reason && { reason }),
    }),
  )
  if (json) return printJson({ total, records })
  if (total === 0) return void print('Nothing is in quarantine.\n')
  const rows = records.map((r) => [r.id, r.entity, r.origin, String(r.line ?? ''), firstReason(r)])
  printTable(['id', 'entity', 'origin', 'line', 'reason'], rows)
  if (total > records.length) print(`and ${plural(total - records.length, 'other')}\n`)
}

async function replay(name: string | undefined, { json }: { json?: boolean }): Promise<void> {
  const results = await withSources(async ({ pool, entities }) => {
    const asked = name === undefined ? undefined : findEntity(entities, name).entity
    const waiting = await waitingEntities(pool)
    const replayed: LoadResult[] = []
    for (const entity of waiting.filter((one) => asked === undefined || one === asked)) {
      // records of a source that is no longer declared stay until it is declared again
      const declared = entities.get(entity)
      if (declared) replayed.push(await replayQuarantine(pool, declared))
    }
    return replayed
  })
  if (json) return printJson(results)
  if (results.length === 0) return void print('Nothing is in quarantine.\n')
  for (const result of results) {
    const { entity, read, loaded, updated, unchanged, outdated, quarantined } = result
    print(
      `${entity}: ${plural(read, 'record')} checked again, ${count(loaded)} loaded, ${count(updated)} updated, ` +
        `${count(unchanged)} unchanged, ${count(outdated)} outdated, ${count(quarantined)} still in quarantine\n`,
    )
    for (const { code, field, count: records, example } of result.reasons.slice(0, 5)) {
      print(`  ${count(records)} × ${code}${field ? ` ${field}` : ''}: ${example}\n`)
    }
  }
  if (results.some((r) => r.loaded + r.updated > 0)) print('Next: clientele build\n')
}

function firstReason({ reason, reasons }: QuarantinedRecord): string {
  const [first] = reasons
  const more = reasons.length > 1 ? ` (and ${reasons.length - 1} more)` : ''
  return first ? `${reason}${first.field ? ` ${first.field}` : ''}: ${first.message}${more}` : reason
}

function describe(record: QuarantinedRecord): string[] {
  return [
    `${record.entity}, ${record.origin}, line ${record.line ?? '?'}, ${record.quarantinedAt.toISOString()}`,
    ...record.reasons.map((r) => `  ${r.code}${r.field ? ` ${r.field}` : ''}: ${r.message}`),
    '',
    record.original,
  ]
}
