import { ClienteleError } from '#engine'
import { openCsv } from '../../engine/loading/csv/csv.ts'
import { type Header, possibleHeaders } from '../../engine/loading/csv/header-line.ts'
import { openFile } from '../../engine/loading/input.ts'
import { isAligned, withTabs } from '../lifetime-value/aligned.ts'

/** A column of text. Each value is kept once, and each row as its number. */
export interface Column {
  readonly name: string
  readonly values: readonly string[]
  readonly codes: Int32Array
}

export interface Table {
  readonly columns: readonly Column[]
  readonly rows: number
  readonly leftOut: readonly { readonly reason: string; readonly rows: number; readonly firstLine: number }[]
}

/**
 * Reads a table of customers: CSV or columns divided by spaces, with a header, gzipped or not, in any usual encoding. The
 * header is the line, cut by the delimiter, that has a column `isLabel` accepts. Rows with another number of cells are left
 * out and counted.
 *
 * Errors: `churn-unreadable`, and those of any file.
 */
export async function readTable(
  file: string,
  isLabel: (name: string) => boolean,
  delimiter?: string,
): Promise<Table> {
  const { head, chunks } = await openFile(file)
  const hasSpaces = delimiter === undefined ? isAligned(head) : delimiter === ' '
  const cuts = hasSpaces ? ['\t'] : delimiter === undefined ? undefined : [delimiter]
  const { header, rows } = await openCsv(hasSpaces ? withTabs(chunks) : chunks, (block) =>
    headerWith(file, possibleHeaders(block, cuts, 25), isLabel),
  )
  const columns = header.names.map(() => new ColumnCollector())
  const left = new Map<string, { rows: number; firstLine: number }>()
  let count = 0
  for await (const block of rows) {
    for (const { cells, line, problems } of block) {
      if (problems) {
        const known = left.get(problems[0].message)
        if (known) known.rows++
        else left.set(problems[0].message, { rows: 1, firstLine: line })
        continue
      }
      for (const [at, column] of columns.entries()) column.add(cells[at] ?? '')
      count++
    }
  }
  if (count === 0) throw refused(file, 'no row below its header can be read', 'Look at the file.')
  return {
    columns: columns.map((column, at) => column.finish(header.names[at] || `column ${at + 1}`)),
    rows: count,
    leftOut: [...left].map(([reason, known]) => ({ reason, ...known })),
  }
}

class ColumnCollector {
  readonly #numbers = new Map<string, number>()
  #codes = new Int32Array(1024)
  #size = 0

  add(cell: string): void {
    const text = cell.trim()
    let code = this.#numbers.get(text)
    if (code === undefined) {
      code = this.#numbers.size
      // the text may be a slice that keeps the whole block of the file in memory
      this.#numbers.set(Buffer.from(text).toString(), code)
    }
    if (this.#size === this.#codes.length) {
      const longer = new Int32Array(2 * this.#size)
      longer.set(this.#codes)
      this.#codes = longer
    }
    this.#codes[this.#size] = code
    this.#size++
  }

  finish(name: string): Column {
    return { name, values: [...this.#numbers.keys()], codes: this.#codes.subarray(0, this.#size) }
  }
}

function headerWith(
  file: string,
  lines: readonly (readonly Header[])[],
  isLabel: (name: string) => boolean,
): Header {
  const fitting = lines.flatMap((cuts) => cuts.filter(({ names }) => names.length > 1 && names.some(isLabel)))
  const [best] = fitting.sort((a, b) => b.names.length - a.names.length)
  if (best) {
    const twice = best.names.find((name, at) => name !== '' && best.names.indexOf(name) !== at)
    if (twice === undefined) return best
    throw refused(file, `two of its columns are called ${twice}`, 'Give each a name of its own.')
  }
  const [first = []] = lines
  const { names } = first.reduce((a, b) => (b.names.length > a.names.length ? b : a))
  throw refused(
    file,
    `it has no such column of labels. The columns are ${names.join(', ')}`,
    'Name the one that says who left, as in --label Churn.',
  )
}

export function refused(file: string, reason: string, remedy: string): ClienteleError {
  return new ClienteleError(
    'churn-unreadable',
    `${file} cannot be read as labelled customers: ${reason}. Nothing was computed. ${remedy}`,
    { file },
  )
}
