import type { LoadEvent, LoadResult } from '../engine/loading/load.ts'
import { count, overwriteLine, plural, print, printError, printEvent, seconds } from './output.ts'

export interface LoadScreen {
  onEvent(event: LoadEvent): void
  onResult(result: LoadResult): void
  onFailure(code: string, message: string): void
  clear(): void
}

export function jsonScreen(file: string): LoadScreen {
  return {
    onEvent: ({ kind, ...event }) => printEvent({ type: kind, file, ...event }),
    onResult: (result) => printEvent({ type: 'loaded', ...result }),
    onFailure: (code, message) => printEvent({ type: 'refused', file, code, message }),
    clear: () => {},
  }
}

/** On a terminal, one line that is overwritten while the load runs; then the summary. */
export function textScreen(file: string): LoadScreen {
  const isTerminal = process.stderr.isTTY
  const show = (line: string) => {
    if (isTerminal) overwriteLine(line)
  }
  return {
    onEvent: (event) => show(`${file}: ${describeEvent(event)}`),
    onResult: (result) => print(`${summaryOf(result).join('\n')}\n`),
    onFailure: (code, message) => printError(`${message} (${code})\n`),
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
    parts.unshift(bar(event.bytesRead / event.bytesTotal))
    parts.push(`${seconds(left)} left`)
  }
  return parts.join(', ')
}

const barLength = 20

function bar(part: number): string {
  const filled = Math.round(barLength * Math.min(1, part))
  return `[${'#'.repeat(filled)}${'.'.repeat(barLength - filled)}] ${Math.floor(100 * part)} %`
}

const shownReasons = 5

/** `1 loaded, 2 updated …`; outdated records are rare, so they are only shown if there are any. */
export function countsOf(
  counts: Omit<
    LoadResult,
    'reasons' | 'unknownFields' | 'notes' | 'missing' | 'loadId' | 'entity' | 'origin'
  >,
): string {
  const outdated = counts.outdated > 0 ? [`${count(counts.outdated)} outdated`] : []
  return [
    `${count(counts.loaded)} loaded`,
    `${count(counts.updated)} updated`,
    `${count(counts.unchanged)} unchanged`,
    ...outdated,
    `${count(counts.quarantined)} quarantined`,
  ].join(', ')
}

/** The sums of several loads. */
export function totalOf(results: readonly LoadResult[]): string[] {
  const sum = (of: (result: LoadResult) => number) => results.reduce((total, result) => total + of(result), 0)
  const counts = {
    read: sum((r) => r.read),
    loaded: sum((r) => r.loaded),
    updated: sum((r) => r.updated),
    unchanged: sum((r) => r.unchanged),
    outdated: sum((r) => r.outdated),
    quarantined: sum((r) => r.quarantined),
    seconds: sum((r) => r.seconds),
  }
  const read = `${plural(counts.read, 'record')} read in ${seconds(counts.seconds)}`
  return [`Total of ${plural(results.length, 'load')}: ${read}`, `  ${countsOf(counts)}`]
}

function summaryOf(result: LoadResult): string[] {
  const lines = [
    `${result.origin}: ${plural(result.read, 'record')} read in ${seconds(result.seconds)} (load ${result.loadId})`,
    `  ${countsOf(result)}`,
    ...(result.missing > 0
      ? [`  ${plural(result.missing, 'record')} not in the snapshot, marked as deleted`]
      : []),
    ...result.notes.map((note) => `  ${note}`),
  ]
  for (const reason of result.reasons.slice(0, shownReasons)) {
    const field = reason.field ? ` ${reason.field}` : ''
    lines.push(
      `  ${count(reason.count)} × ${reason.code}${field}: ${reason.example} (first on line ${reason.firstLine})`,
    )
  }
  const more = result.reasons.length - shownReasons
  if (more > 0) lines.push(`  and ${plural(more, 'other reason')}`)
  if (result.quarantined > 0) lines.push(`  To see them: clientele quarantine list ${result.entity}`)
  for (const [field, records] of Object.entries(result.unknownFields)) {
    lines.push(`  ${field} is not in the contract; it was kept in _extra of ${plural(records, 'record')}`)
  }
  return lines
}
