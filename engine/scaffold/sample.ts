import { ClienteleError } from '../errors.ts'
import { openCsv } from '../loading/csv/csv.ts'
import { bestHeader } from '../loading/csv/header-line.ts'
import { openFile } from '../loading/input.ts'

/** The beginning of a file, from which a first contract is inferred. */
export interface Sample {
  readonly names: readonly string[]
  readonly rows: readonly (readonly string[])[]
}

const mostRows = 20_000

export async function readSample(path: string): Promise<Sample> {
  const { head, chunks } = await openFile(path)
  if (/^\s*[[{]/.test(head.toString('latin1', 0, 100))) throw unreadable(path, 'it is JSON')
  const { header, rows: blocks } = await openCsv(chunks, (block) =>
    bestHeader(block, (names) => names.length),
  )
  const { names } = header
  const rows: (readonly string[])[] = []
  for await (const block of blocks) {
    for (const row of block) if (!row.problems) rows.push(row.cells)
    if (rows.length >= mostRows) break
  }
  if (names.some((name) => name === '' || /\p{Cc}/u.test(name)))
    throw unreadable(path, 'a column has no name')
  if (names.includes('__proto__'))
    throw unreadable(path, 'a column has the name __proto__, which no field can have')
  if (new Set(names).size < names.length) throw unreadable(path, 'two columns have the same name')
  if (rows.length === 0) throw unreadable(path, 'no row has as many fields as the header')
  return { names, rows: rows.slice(0, mostRows) }
}

function unreadable(path: string, reason: string): ClienteleError {
  return new ClienteleError(
    'sample-unreadable',
    `No contract can be inferred from ${path}: ${reason}. Give a CSV file with a header and some rows.`,
    { path },
  )
}
