import { ClienteleError } from '#engine'
import { readQuotedRecord } from '../engine/loading/csv/cells.ts'
import { CsvReader } from '../engine/loading/csv/csv.ts'
import type { Row } from '../engine/loading/csv/rows.ts'
import { openFile } from '../engine/loading/input.ts'
import { readLines } from '../engine/loading/lines.ts'

/**
 * Reads a CSV file with a header, and trims its cells. `begin` receives the names, and returns the function that
 * takes the rows in batches.
 *
 * Errors: `csv-unreadable`, with the line.
 */
export async function readCsvRows(
  path: string,
  begin: (names: readonly string[]) => Promise<(rows: readonly (readonly string[])[]) => Promise<void>>,
): Promise<void> {
  const { chunks } = await openFile(path)
  let rows: (readonly string[])[] = []
  const taker = {
    add(row: Row) {
      if (row.problems) throw unreadable(path, row.line, row.problems[0].message)
      rows.push(row.cells.map((cell) => cell.trim()))
    },
  }
  const found: { reader?: CsvReader<typeof taker>; take?: Awaited<ReturnType<typeof begin>> } = {}
  await readLines(chunks, async (block) => {
    let from = 0
    if (!found.reader) {
      const [first = ''] = block.lines
      const delimiter = [',', ';', '\t'].find((one) => first.includes(one)) ?? ','
      const header = readQuotedRecord(block.lines, 0, delimiter)
      if (header.kind !== 'record') throw unreadable(path, 1, 'the header does not end')
      const names = header.cells.map((cell) => cell.trim())
      found.take = await begin(names)
      found.reader = new CsvReader({ delimiter, names }, taker)
      from = header.next
    }
    const used = found.reader.read(block, from)
    const ready = rows
    rows = []
    await found.take?.(ready)
    return used
  })
}

function unreadable(path: string, line: number, reason: string): ClienteleError {
  return new ClienteleError(
    'csv-unreadable',
    `${path} cannot be read, because of line ${line}: ${reason}. Correct the file and try again.`,
    {
      path,
      line,
    },
  )
}
