import { ClienteleError } from '../errors.ts'
import { readQuotedRecord, withoutReturn } from '../loading/csv/cells.ts'
import { CsvReader } from '../loading/csv/csv.ts'
import type { Row } from '../loading/csv/rows.ts'
import { openFile } from '../loading/input.ts'
import { type LineBlock, readLines } from '../loading/lines.ts'

/** The beginning of a file, by which a first contract is drawn up. */
export interface Sample {
  readonly names: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const mostRows = 20_000
const delimiters = [',', ';', '\t', '|']

export async function readSample(path: string): Promise<Sample> {
  const { head, chunks } = await openFile(path)
  if (/^\s*[[{]/.test(head.toString('latin1', 0, 100))) throw noSample(path, 'it is JSON')
  const rows: (readonly string[])[] = []
  const taker = {
    add(row: Row) {
      if (!row.problems && rows.length < mostRows) rows.push(row.cells)
    },
  }
  const found: { reader?: CsvReader<typeof taker>; names: readonly string[] } = { names: [] }
  await readLines(chunks, async (block) => {
    let from = 0
    if (!found.reader) {
      const header = headerOf(block)
      found.names = header.names
      found.reader = new CsvReader(header, taker)
      from = header.next
    }
    return rows.length < mostRows ? found.reader.read(block, from) : block.lines.length
  })
  const { names } = found
  if (names.some((name) => name === '' || /\p{Cc}/u.test(name))) throw noSample(path, 'a column has no name')
  if (new Set(names).size < names.length) throw noSample(path, 'two columns have one name')
  if (rows.length === 0) throw noSample(path, 'no row has as many fields as the header')
  return { names, rows }
}

/** The delimiter is the one that cuts the header into the most columns. */
function headerOf(block: LineBlock): { delimiter: string; names: readonly string[]; next: number } {
  const start = Math.max(
    0,
    block.lines.findIndex((line) => withoutReturn(line) !== ''),
  )
  const readings = delimiters.map((delimiter) => {
    const record = readQuotedRecord(block.lines, start, delimiter)
    if (record.kind !== 'record') return { delimiter, names: [], next: start + 1 }
    return { delimiter, names: record.cells.map((cell) => cell.trim()), next: record.next }
  })
  return readings.reduce((a, b) => (b.names.length > a.names.length ? b : a))
}

function noSample(path: string, reason: string): ClienteleError {
  return new ClienteleError(
    'sample-unreadable',
    `No contract can be drawn up from ${path}: ${reason}. Give a CSV file with a header and some rows.`,
    { path },
  )
}
