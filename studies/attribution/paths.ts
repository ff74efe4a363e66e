import { ClienteleError } from '#engine'
import type { Path } from '../../analytics/attribution/paths.ts'
import { openCsv } from '../../engine/loading/csv/csv.ts'
import { DecimalMarks } from '../../engine/loading/csv/decimal-marks.ts'
import type { Row } from '../../engine/loading/csv/rows.ts'
import { openFile } from '../../engine/loading/input.ts'
import { type ColumnNames, type PathHeader, pathHeader, pathRoles } from './columns.ts'
import { noSeparator, separatorOf, touchesOf } from './separator.ts'
import { journeysOfTouches, type LogHeader, logHeader, type Touch, touchOf } from './touches.ts'

export interface ReadOptions {
  readonly columns?: ColumnNames
  readonly delimiter?: string
  readonly separator?: string
  readonly decimal?: '.' | ','
}

export interface BadRow {
  readonly line: number
  readonly reason: string
}

export interface PathsFile {
  readonly paths: readonly Path[]
  readonly delimiter: string
  readonly separator: string
  readonly columns: Readonly<Record<string, string>>
  readonly rowCount: number
  readonly badRows: readonly BadRow[]
  /** What was taken for granted, with how often. */
  readonly notes: readonly string[]
}

/** How exports write that there is no number. */
const nothing = /^(?:|na|n\/a|null|none|nan|-)$/i

const unsigned = /^\+?\d+(?:\.\d+)?(?:e[+-]?\d{1,2})?$/i
const signed = /^[+-]?\d+(?:\.\d+)?(?:e[+-]?\d{1,2})?$/i

interface Written extends BadRow {
  readonly path: string
  readonly numbers: readonly number[]
}

/**
 * Reads a file of paths: CSV with a header, gzipped or not, in any usual encoding. A row that cannot be read is left out,
 * and named with its reason.
 *
 * Errors: `paths-unreadable`, `decimal-mark`, and those of any file.
 */
export async function readPaths(file: string, options: ReadOptions = {}): Promise<PathsFile> {
  const { chunks } = await openFile(file)
  const { header: found, rows } = await openCsv(chunks, (block): PathHeader | LogHeader => {
    const log = options.columns?.path === undefined ? logHeader(block, options.delimiter) : null
    return log ?? pathHeader(file, block, options.columns ?? {}, options.delimiter)
  })
  if ('customer' in found.at) return readTouches(file, { ...found, at: found.at }, rows)
  const header = { ...found, at: found.at }
  const numeric = pathRoles.flatMap((role) => {
    const at = header.at[role]
    return role === 'path' || at === undefined ? [] : [header.names[at] ?? '']
  })
  const marks = new DecimalMarks(
    header.names,
    new Map(numeric.map((name) => [name, () => true])),
    options.decimal,
  )
  const emptied = new Map<string, number>()
  const written: Written[] = []
  for await (const block of marks.applyTo(withoutNothing(rows, header, emptied))) {
    for (const row of block) written.push(readRow(row, header))
  }
  const good = written.filter(({ reason }) => reason === '')
  if (good.length === 0) throw nothingLeft(file, written)
  const separator =
    options.separator ??
    separatorOf(
      file,
      good.map(({ path }) => path),
    )
  const badRows: BadRow[] = written.filter(({ reason }) => reason !== '')
  const paths: Path[] = []
  const names = new Map<string, string>()
  for (const { line, path, numbers } of good) {
    // one string for each name, however often it occurs
    const touches = touchesOf(path, separator).map(
      (name) => names.get(name) ?? (names.set(name, name) && name),
    )
    const [conversions = 0, value = 0, nulls = 0] = numbers
    if (touches.includes('')) badRows.push({ line, reason: 'a touchpoint without a name' })
    else paths.push({ touches, conversions, value, nulls })
  }
  if (paths.length === 0) throw nothingLeft(file, badRows)
  const single = journeysOf(header, paths)
  return {
    paths: single ?? paths,
    delimiter: header.delimiter,
    separator,
    columns: Object.fromEntries(
      Object.entries(header.at).map(([role, at]) => [role, header.names[at] ?? '']),
    ),
    rowCount: written.length,
    badRows: badRows.map(({ line, reason }) => ({ line, reason })).sort((a, b) => a.line - b.line),
    notes: [
      ...(single
        ? [
            'Each row has 0 or 1 conversions, so it was read as one journey, and 0 as one without a conversion',
          ]
        : []),
      ...notesOn(header, emptied, single ?? paths, [...names.keys()]),
    ],
  }
}

async function readTouches(
  file: string,
  header: LogHeader,
  blocks: AsyncIterable<Iterable<Row>>,
): Promise<PathsFile> {
  const touches: Touch[] = []
  const badRows: BadRow[] = []
  for await (const block of blocks) {
    for (const row of block) {
      const touch = touchOf(row, header)
      if (typeof touch === 'string') badRows.push({ line: row.line, reason: touch })
      else touches.push(touch)
    }
  }
  const { paths, sameTime, unseen } = journeysOfTouches(touches)
  if (paths.length === 0) throw nothingLeft(file, badRows)
  return {
    paths,
    delimiter: header.delimiter,
    separator: noSeparator,
    columns: Object.fromEntries(
      Object.entries(header.at).map(([role, at]) => [role, header.names[at] ?? '']),
    ),
    rowCount: touches.length + badRows.length,
    badRows,
    notes: [
      'Each row is one touchpoint; a journey ends with a conversion, and what comes after the last one is a journey without',
      ...(sameTime > 0
        ? [`${rows(sameTime)} at the time of the one before, and taken in the order of the file`]
        : []),
      ...(unseen > 0
        ? [`${rows(unseen)} with a conversion before which no channel was seen, which is credited to none`]
        : []),
    ],
  }
}

/** The rows of a file that has one for each journey, which shows in its conversions; null for other files. */
function journeysOf({ at }: PathHeader, paths: readonly Path[]): readonly Path[] | null {
  if (at.nulls !== undefined || !paths.some(({ conversions }) => conversions === 0)) return null
  if (paths.some(({ conversions }) => conversions !== 0 && conversions !== 1)) return null
  return paths.map((path) => ({ ...path, nulls: 1 - path.conversions }))
}

/** A cell that says that there is no number is 0, which is counted. */
async function* withoutNothing(
  blocks: AsyncIterable<Iterable<Row>>,
  { at, names }: PathHeader,
  emptied: Map<string, number>,
): AsyncGenerator<Row[]> {
  const columns = [at.conversions, at.value, at.nulls].filter((column) => column !== undefined)
  for await (const block of blocks) {
    yield Array.from(block, (row) => {
      if (row.problems || !columns.some((column) => nothing.test((row.cells[column] ?? '').trim())))
        return row
      const cells = [...row.cells]
      for (const column of columns) {
        if (!nothing.test((cells[column] ?? '').trim())) continue
        cells[column] = '0'
        const name = names[column] ?? ''
        emptied.set(name, (emptied.get(name) ?? 0) + 1)
      }
      return { ...row, cells }
    })
  }
}

function readRow({ cells, line, problems }: Row, { at, names }: PathHeader): Written {
  const path = (cells[at.path ?? -1] ?? '').trim()
  const bad = (reason: string): Written => ({ line, reason, path, numbers: [] })
  if (problems) return bad(problems[0].message)
  if (path === '') return bad('no path')
  const numbers: number[] = []
  for (const column of [at.conversions, at.value, at.nulls]) {
    const cell = column === undefined ? '0' : (cells[column] ?? '').trim()
    const isSigned = column === at.value
    const number = (isSigned ? signed : unsigned).test(cell) ? Number(cell) : Number.NaN
    if (Number.isNaN(number))
      return bad(`"${cell}" in ${names[column ?? -1]} is no number${isSigned ? '' : ' from 0'}`)
    numbers.push(number)
  }
  const [conversions, value] = numbers
  if (conversions === 0 && value !== 0) return bad('a value without a conversion')
  return { line, reason: '', path, numbers }
}

function notesOn(
  { at, names }: PathHeader,
  emptied: ReadonlyMap<string, number>,
  paths: readonly Path[],
  channels: readonly string[],
): string[] {
  const notes = [...emptied].map(([name, count]) => `${name} is empty in ${rows(count)}, which was read as 0`)
  if (at.value === undefined) notes.push('There is no column of values, so only conversions are credited')
  const used = new Set<number | undefined>(Object.values(at))
  const unused = names.filter((_, column) => !used.has(column))
  if (unused.length > 0) notes.push(`Not used: ${unused.join(', ')}`)
  if (at.nulls === undefined && paths.every((path) => path.nulls === 0)) {
    notes.push(
      'There is no column of journeys without a conversion, so every journey converts, and a removal effect is the chance that a journey meets the channel',
    )
  }
  const silent = paths.filter(({ conversions, nulls }) => conversions + nulls === 0).length
  if (silent > 0) notes.push(`${rows(silent)} without a journey: no conversions and no nulls`)
  const below = paths.filter(({ value }) => value < 0).length
  if (below > 0) {
    notes.push(
      `${rows(below)} with a value below 0: more was given back than sold; the Markov chain counts that of a path as nothing`,
    )
  }
  const spellings = Map.groupBy(channels, (name) => name.toLowerCase().replace(/[\s_-]+/g, ' '))
  for (const [, same] of spellings) {
    if (same.length > 1) notes.push(`${same.sort().join(' and ')} look alike, and are channels of their own`)
  }
  return notes
}

function rows(count: number): string {
  return `${count} ${count === 1 ? 'row' : 'rows'}`
}

function nothingLeft(file: string, bad: readonly BadRow[]): ClienteleError {
  const [first] = bad
  return new ClienteleError(
    'paths-unreadable',
    first
      ? `None of the ${bad.length} rows of ${file} can be read; the first, in line ${first.line}: ${first.reason}. Nothing was computed.`
      : `${file} has no rows below its header. Nothing was computed.`,
    { file, rows: bad.length },
  )
}
