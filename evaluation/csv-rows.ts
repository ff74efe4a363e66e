import { ClienteleError } from '#engine'
import { openCsv } from '../engine/loading/csv/csv.ts'
import { bestHeader } from '../engine/loading/csv/header-line.ts'
import { openFile } from '../engine/loading/input.ts'

/**
 * Opens a CSV file with a header: its names, then its rows, some at a time, cells trimmed.
 *
 * Errors: `csv-unreadable`, with the line.
 */
export async function openCsvRows(path: string) {
  const { chunks } = await openFile(path)
  const { header, rows } = await openCsv(chunks, (block) => bestHeader(block, (names) => names.length))
  const { names } = header
  if (names.length === 0) throw unreadable(path, 1, 'the header does not end')
  async function* trimmed(): AsyncGenerator<string[][], void> {
    for await (const block of rows) {
      yield Array.from(block, ({ cells, problems, line }) => {
        if (problems) throw unreadable(path, line, problems[0].message)
        return cells.map((cell) => cell.trim())
      })
    }
  }
  return { names, rows: trimmed() }
}

function unreadable(path: string, line: number, reason: string): ClienteleError {
  return new ClienteleError(
    'csv-unreadable',
    `${path}, line ${line}: ${reason}. Correct the file, and try again.`,
    {
      path,
      line,
    },
  )
}
