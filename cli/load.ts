import { type Command, InvalidArgumentError, Option } from 'commander'
import type { Pool } from 'pg'
import { ClienteleError, type RawEntity } from '#engine'
import { forgetColumnMap } from '../engine/loading/column-maps.ts'
import { findFiles } from '../engine/loading/find-files.ts'
import { type LoadResult, loadFile } from '../engine/loading/load.ts'
import { pullTable } from '../engine/loading/pull.ts'
import { entityInUse } from '../services/company/declared.ts'
import { withoutPassword } from '../services/endpoints.ts'
import { jsonScreen, type LoadScreen, textScreen, totalOf } from './load-screen.ts'
import { print } from './output.ts'
import { withSources } from './sources.ts'

interface Options {
  readonly encoding?: string
  readonly delimiter?: string
  readonly decimal?: 'comma' | 'point'
  readonly map?: ReadonlyMap<string, string>
  readonly unmap?: string
  readonly snapshot?: boolean
  readonly yes?: boolean
  readonly deleteAtMost: number
  readonly from?: string
  readonly table?: string
  readonly cursor?: string
  readonly json?: boolean
}

export function register(program: Command): void {
  program
    .command('load')
    .description(
      'Load files (CSV, JSON or JSON Lines, gzipped or not) or a table of another Postgres into raw',
    )
    .argument('<entity>', 'the entity to load, such as shopify.orders')
    .argument(
      '[files...]',
      'files, folders or patterns, or - for standard input; each file is loaded completely or not at all',
    )
    .option('--encoding <name>', 'such as iso-8859-2; UTF-8, UTF-16 and Windows-1252 are detected')
    .option(
      '--delimiter <character>',
      'between the columns of CSV; detected from the header unless given',
      delimiterOf,
    )
    .addOption(
      new Option('--decimal <mark>', 'of the amounts in CSV; found from each column unless given').choices([
        'comma',
        'point',
      ]),
    )
    .option('--map <column=field>', 'read a column of CSV as this field; remembered for the entity', mapOf)
    .option('--unmap <column>', 'forget what a column is read as')
    .option(
      '--snapshot',
      'the file has all records: those it lacks are marked as deleted, if --yes is given too',
    )
    .option('--yes', 'confirm what --snapshot deletes')
    .option('--delete-at-most <percent>', 'of the stored records; more are refused', percentOf, 20)
    .option('--from <url>', 'a Postgres to pull from, or the environment variable that holds its URL')
    .option('--table <name>', 'the table or view there')
    .option(
      '--cursor <column>',
      'a column that increases with every change: the next pull continues from its last value',
    )
    .option('--json', 'print one JSON line per event')
    .action(async (name: string, files: readonly string[], options: Options) => {
      await withSources(async ({ pool, entities }) => {
        const entity = entityInUse(entities, name)
        if (options.unmap !== undefined) {
          await forgetColumnMap(pool, entity, options.unmap)
          print(`${options.unmap} is no longer mapped.\n`)
          if (files.length === 0 && !options.from) return
        }
        const results = options.from
          ? await pull(pool, entity, options.from, options)
          : await loadFiles(pool, entity, files, options)
        if (options.json) return
        if (results.length > 1) print(`${totalOf(results).join('\n')}\n`)
        if (results.some((r) => r.loaded + r.updated > 0)) print('Next: clientele build\n')
      })
    })
}

function screenFor(name: string, options: Options): LoadScreen {
  return options.json ? jsonScreen(name) : textScreen(name)
}

/** If a file is refused, the others are still loaded, and the command fails at the end. */
async function loadFiles(
  pool: Pool,
  entity: RawEntity,
  names: readonly string[],
  options: Options,
): Promise<readonly LoadResult[]> {
  const files = await findFiles(names)
  if (files.length === 0) {
    throw new ClienteleError(
      'file-not-found',
      'No file was given. Name the files to load, or - for standard input.',
    )
  }
  if (options.snapshot && files.length > 1) {
    throw new ClienteleError(
      'snapshot-refused',
      'A snapshot is one file with all records, but several were given. Nothing was loaded.',
    )
  }
  const results: LoadResult[] = []
  const refused: ClienteleError[] = []
  for (const file of files) {
    const screen = screenFor(file, options)
    try {
      const result = await loadFile(pool, entity, file, {
        ...(options.encoding && { encoding: options.encoding }),
        ...(options.snapshot && {
          snapshot: { isConfirmed: options.yes ?? false, mostMissing: options.deleteAtMost / 100 },
        }),
        ...(options.map && { map: options.map }),
        ...(options.delimiter && { delimiter: options.delimiter }),
        ...(options.decimal && { decimal: options.decimal === 'comma' ? ',' : '.' }),
        onEvent: screen.onEvent,
      }).finally(screen.clear)
      results.push(result)
      screen.onResult(result)
    } catch (error) {
      if (!(error instanceof ClienteleError) || files.length === 1) throw error
      refused.push(error)
      screen.onFailure(error.code, `${file}: ${error.message}`)
    }
  }
  if (refused.length === 0) return results
  if (!options.json && results.length > 0) print(`${totalOf(results).join('\n')}\n`)
  throw new ClienteleError(
    'files-refused',
    `${refused.length} of ${files.length} files were not loaded. The reasons are shown above; fix them and load those files again.`,
    { refused: refused.length, files: files.length },
  )
}

async function pull(
  pool: Pool,
  entity: RawEntity,
  from: string,
  { table, cursor, ...options }: Options,
): Promise<readonly LoadResult[]> {
  if (options.snapshot) {
    throw new ClienteleError(
      'snapshot-refused',
      'A snapshot is a file; a table is pulled without --snapshot. Nothing was loaded.',
    )
  }
  const url = databaseUrlOf(from)
  if (!table)
    throw new ClienteleError(
      'pull-invalid',
      'No table was given. Name the one to pull: --from <url> --table <name>.',
    )
  const origin = `${withoutPassword(url)} ${table}`
  const screen = screenFor(origin, options)
  const source = { url, origin, table, ...(cursor && { cursor }) }
  return pullTable(pool, entity, source, {
    onEvent: screen.onEvent,
    onLoad(result) {
      screen.clear()
      screen.onResult(result)
    },
  }).finally(screen.clear)
}

/** The URL is never shown, even if it is invalid, because it may contain a password. */
function databaseUrlOf(from: string): string {
  const url = /^\w+$/.test(from) ? (process.env[from] ?? '') : from
  if (/^postgres(ql)?:\/\//.test(url) && URL.canParse(url)) return url
  throw new ClienteleError(
    'pull-invalid',
    '--from must be a URL like postgres://user:password@host:5432/database, or the name of an environment variable that holds one.',
  )
}

function delimiterOf(text: string): string {
  const delimiter = text === 'tab' || text === '\\t' ? '\t' : text
  if (delimiter.length === 1 && !/["\r\n]/.test(delimiter)) return delimiter
  throw new InvalidArgumentError('It must be one character, or tab.')
}

/** Called for each `--map`. */
function mapOf(text: string, earlier: ReadonlyMap<string, string> = new Map()): ReadonlyMap<string, string> {
  const at = text.lastIndexOf('=')
  const column = text.slice(0, at).trim()
  const field = text.slice(at + 1).trim()
  if (at > 0 && column !== '' && field !== '') return new Map([...earlier, [column, field]])
  throw new InvalidArgumentError('It must name a column and a field, like "Price=UnitPrice".')
}

function percentOf(text: string): number {
  const percent = Number(text.replace(/%$/, ''))
  if (/^\d/.test(text) && percent >= 0 && percent <= 100) return percent
  throw new InvalidArgumentError('It must be a number from 0 to 100.')
}
