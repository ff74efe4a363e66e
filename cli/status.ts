import type { Command } from 'commander'
import { type ColumnMap, listColumnMaps } from '../engine/loading/column-maps.ts'
import { hiddenSources } from '../services/company/declared.ts'
import { readEndpoints } from '../services/endpoints.ts'
import type { PagesReadiness } from '../services/gateway/readiness.ts'
import { findDatabase } from '../services/postgres/database.ts'
import { loadSettings } from '../services/settings.ts'
import { readStatus, type Status } from '../services/up/status.ts'
import { count, plural, print, printEvent } from './output.ts'

export function register(program: Command): void {
  program
    .command('status')
    .description('Show what is running, what is published, the last build, and how fresh each source is')
    .option('--json', 'print one JSON object')
    .action(status)
}

async function status(options: { json?: true }): Promise<void> {
  const settings = loadSettings()
  const endpoints = await readEndpoints(settings)
  const database = await findDatabase(settings)
  try {
    const found = await readStatus(settings, endpoints, database?.pool)
    const maps = database && found.sources ? await listColumnMaps(database.pool) : []
    const text = [formatStatus(found), ...maps.map(describeMap)].join('\n')
    if (options.json) printEvent({ ...found, column_maps: maps })
    else print(`${text}\n`)
  } finally {
    await database?.close()
  }
}

function describeMap({ entity, column, field }: ColumnMap): string {
  return `Mapped    ${entity}: the column ${column} is read as ${field}`
}

function describePages({ run_id, drawn_at, error, next_try_at, broken }: PagesReadiness): string[] {
  const shown =
    run_id !== null && drawn_at !== null ? `run ${run_id}, drawn ${time(drawn_at)}` : 'nothing yet'
  const again = next_try_at === null ? '' : ` Next try ${time(next_try_at)}.`
  return [
    `Pages     show ${shown}`,
    ...(error === null ? [] : [`          The newest drawing failed.${again} ${error}`]),
    ...broken.map(
      ({ path, file, reason, run_id }) =>
        `Broken    ${path} shows ${run_id === null ? 'an error' : `run ${run_id}`}, because ${file} could not be drawn: ${reason.split('\n')[0]}`,
    ),
  ]
}

function formatStatus(found: Status): string {
  const { endpoints, ready, restarts, problems, pages, published, last_run, sources, set_aside } = found
  const lines = [
    endpoints
      ? `Running   ${endpoints.gateway} (process ${endpoints.pid}, Cube in ${endpoints.cubeMode} mode${ready ? '' : ', not ready'})`
      : 'Running   no; start it with `npm start`',
  ]
  if (restarts && restarts.postgres + restarts.cube > 0)
    lines.push(`Restarted Postgres ${times(restarts.postgres)}, Cube ${times(restarts.cube)}`)
  for (const problem of problems) lines.push(`Problem   ${problem}`)
  for (const fault of found.model_faults) lines.push(`Model     ${fault}`)
  if (pages) lines.push(...describePages(pages))
  if (sources === null) {
    const remedy = endpoints ? '' : '; `npm start` starts it'
    return [...lines, `Postgres  not running, so what is published is not known${remedy}`].join('\n')
  }
  lines.push(
    published
      ? `Published ${time(published.published_at)} by run ${published.run_id}: ${count(published.table_count)} tables, ${count(published.row_count)} rows`
      : 'Published nothing yet; run `clientele build`',
  )
  if (last_run) {
    lines.push(
      `Last build ${last_run.run_id} ${last_run.status}, ${time(last_run.started_at)}${last_run.error ? `\n          ${last_run.error}` : ''}`,
    )
  }
  for (const { relation, test, rowCount } of set_aside) {
    lines.push(`Set aside ${relation}: ${test}: ${plural(rowCount, 'row')}`)
  }
  // what was loaded is shown even if it is not in use
  const shown = sources.filter((source) => source.is_in_use || source.last_loaded_at !== null)
  for (const source of shown) {
    const age = source.last_loaded_at ? `loaded ${time(source.last_loaded_at)}` : 'never loaded'
    const kind = source.is_sample ? ', sample' : ''
    const unused = source.is_in_use ? '' : ', not in use'
    const late = source.is_fresh === false ? ', late' : ''
    const quarantined = source.quarantined_count ? `, ${source.quarantined_count} in quarantine` : ''
    lines.push(
      `Source    ${source.entity}: ${count(source.row_count)} records, ${age}${kind}${quarantined}${late}${unused}`,
    )
  }
  const hidden = hiddenSources(
    sources.filter((source) => !shown.includes(source)).map(({ source }) => source),
  )
  if (hidden) lines.push(`          ${hidden}`)
  return lines.join('\n')
}

function times(number: number): string {
  return plural(number, 'time')
}

/** An instant to the minute, as in `2026-11-22 07:16 UTC`. */
function time(instant: string): string {
  return `${new Date(instant).toISOString().slice(0, 16).replace('T', ' ')} UTC`
}
