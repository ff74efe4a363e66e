import type { Command } from 'commander'
import { findEntity } from '../engine/loading/entity-name.ts'
import { type LoadEvent, type LoadResult, loadFile } from '../engine/loading/load.ts'
import { count, plural, seconds } from './output.ts'
import { withSources } from './sources.ts'

export function register(program: Command): void {
  program
    .command('load')
    .description('Load files into raw: CSV, JSON or JSON Lines, gzipped or not')
    .argument('<entity>', 'what the files hold, such as shopify.orders')
    .argument('<files...>', 'each is loaded whole or not at all')
    .option('--json', 'print one JSON line an event')
    .action(async (name: string, files: readonly string[], options: { json?: boolean }) => {
      await withSources(async ({ pool, entities }) => {
        const entity = findEntity(entities, name)
        for (const file of files) {
          const screen = options.json ? jsonScreen(file) : textScreen(file)
          const result = await loadFile(pool, entity, file, { onEvent: screen.onEvent }).finally(screen.clear)
          screen.onResult(result)
        }
      })
    })
}

interface LoadScreen {
  onEvent(event: LoadEvent): void
  onResult(result: LoadResult): void
  clear(): void
}

function jsonScreen(file: string): LoadScreen {
  const write = (event: object) => process.stdout.write(`${JSON.stringify(event)}\n`)
  return {
    onEvent: ({ kind, ...event }) => write({ type: kind, file, ...event }),
    onResult: (result) => write({ type: 'loaded', ...result }),
    clear: () => {},
  }
}

/** One line that is written over while the load runs, if somebody watches; then the summary. */
function textScreen(file: string): LoadScreen {
  const isWatched = process.stderr.isTTY
  const show = (line: string) => {
    if (isWatched) process.stderr.write(`\r\u001b[2K${line}`)
  }
  return {
    onEvent: (event) => show(`${file}: ${describeEvent(event)}`),
    onResult: (result) => process.stdout.write(`${summaryOf(result).join('\n')}\n`),
    clear: () => show(''),
  }
}

function describeEvent(event: LoadEvent): string {
  if (event.kind === 'waiting') return 'waiting for another load of the same entity'
  if (event.kind === 'merging') return `${plural(event.records, 'record')} read, merging`
  const rate = `${count(Math.round(event.records / event.seconds))} a second`
  const parts = [plural(event.records, 'record'), rate]
  if (event.bytesRead && event.bytesTotal) {
    const left = (event.seconds * (event.bytesTotal - event.bytesRead)) / event.bytesRead
    parts.push(`${Math.floor((100 * event.bytesRead) / event.bytesTotal)} %`, `${seconds(left)} left`)
  }
  return parts.join(', ')
}

const shownReasons = 5

function summaryOf(result: LoadResult): string[] {
  const lines = [
    `${result.origin}: ${plural(result.read, 'record')} read in ${seconds(result.seconds)} (load ${result.loadId})`,
    `  ${count(result.loaded)} loaded, ${count(result.updated)} updated, ${count(result.unchanged)} unchanged, ` +
      `${count(result.quarantined)} quarantined`,
  ]
  for (const reason of result.reasons.slice(0, shownReasons)) {
    const field = reason.field ? ` ${reason.field}` : ''
    lines.push(
      `  ${count(reason.count)} × ${reason.code}${field}: ${reason.example} (first in line ${reason.firstLine})`,
    )
  }
  const more = result.reasons.length - shownReasons
  if (more > 0) lines.push(`  and ${plural(more, 'other reason')}`)
  if (result.quarantined > 0) lines.push(`  See them: clientele quarantine list ${result.entity}`)
  for (const [field, records] of Object.entries(result.unknownFields)) {
    lines.push(`  ${field} is not in the contract; kept in _extra of ${plural(records, 'record')}`)
  }
  if (result.loaded + result.updated > 0) lines.push('  Next: clientele build')
  return lines
}
