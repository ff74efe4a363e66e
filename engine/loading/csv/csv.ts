import { LineBlock, lineBlocks } from '../lines.ts'
import { type Problems, recordProblem } from '../problems.ts'
import { readQuotedRecord, withoutReturn } from './cells.ts'
import type { Header } from './header-line.ts'
import { hasSwallowed, isBlank, isTotal } from './row-signs.ts'
import type { Row } from './rows.ts'

/** A quoted field may span many lines, but one that never ends is a stray quote. */
const longestOpenQuote = 1024 * 1024

/** Opens a CSV file: reads its header, then gives its rows, a block at a time. */
export async function openCsv<H extends Header>(
  chunks: AsyncIterable<Buffer>,
  readHeader: (block: LineBlock) => H,
): Promise<{ header: H; rows: AsyncIterable<Iterable<Row>> }> {
  const blocks = lineBlocks(chunks)
  const { value: first = new LineBlock(Buffer.alloc(0), { isLast: true }) } = await blocks.next()
  try {
    const header = readHeader(first)
    return { header, rows: rowBlocks(header, first, blocks) }
  } catch (error) {
    await blocks.return(undefined)
    throw error
  }
}

async function* rowBlocks(header: Header, first: LineBlock, others: AsyncIterable<LineBlock>) {
  yield rowsOf(first, header, header.next)
  for await (const block of others) yield rowsOf(block, header)
}

export type CsvFormat = Pick<Header, 'delimiter' | 'names'> & Partial<Pick<Header, 'trailing'>>

/** The rows of a block. A row whose quoted field may continue in the next block is left for that block. */
export function* rowsOf(block: LineBlock, format: CsvFormat, from = 0): Generator<Row> {
  const { lines } = block
  const { delimiter, names, trailing = 0 } = format
  const isWidth = (width: number) => width === names.length || width === names.length + trailing
  const row = (
    first: number,
    next: number,
    cells: readonly string[],
    text: string,
    broken?: Problems,
  ): Row => ({
    cells,
    problems: broken ?? problemsOf(cells, text, names.length, trailing),
    text,
    line: block.firstLine + first,
    original: () => block.original(first, next),
  })
  if (block.isCut) {
    yield row(0, 1, [], '', recordProblem('record-too-long', 'more than 16 MB without a line break'))
    return
  }
  for (let index = from; index < lines.length; ) {
    const line = lines[index] ?? ''
    let next = index + 1
    if (!line.includes('"')) {
      if (!isBlank(line, delimiter)) yield row(index, next, withoutReturn(line).split(delimiter), line)
    } else {
      const record = readQuotedRecord(lines, index, delimiter)
      if (record.kind === 'unfinished' && !block.isLast && !isTooLong(lines, index)) {
        block.used = index
        return
      }
      // several lines with a wrong number of fields are more likely a stray quote than a record, and the lines
      // that the quote swallowed may be good ones
      const isRow = record.kind === 'record' && (record.next === next || isWidth(record.cells.length))
      if (
        isRow &&
        !(record.next > next && hasSwallowed(lines.slice(index, record.next), delimiter, names.length))
      ) {
        next = record.next
        if (!isBlank(line, delimiter) || next > index + 1) {
          yield row(index, next, record.cells, lines.slice(index, next).join('\n'))
        }
      } else {
        const message = isRow
          ? 'a quote that joins this row with later ones'
          : record.kind === 'broken'
            ? record.message
            : 'a quoted field that does not end'
        // the cells usually still say which record the row belongs to
        yield row(index, next, line.split(delimiter), line, recordProblem('broken-quotes', message))
      }
    }
    index = next
  }
}

function problemsOf(
  cells: readonly string[],
  text: string,
  width: number,
  trailing: number,
): Problems | null {
  if (text.includes('\0')) return recordProblem('nul-byte', 'text with a NUL character')
  const isWide = trailing > 0 && cells.length === width + trailing
  if (isWide && cells.slice(width).some((cell) => cell.trim() !== '')) {
    return recordProblem('wrong-field-count', `a value after the ${width} columns that have a name`)
  }
  if (cells.length !== width && !isWide) {
    return recordProblem('wrong-field-count', `expected ${width} fields, found ${cells.length}`)
  }
  return isTotal(cells) ? recordProblem('total-row', 'a row that adds up the others, and no record') : null
}

function isTooLong(lines: readonly string[], from: number): boolean {
  let length = 0
  for (let index = from; index < lines.length && length <= longestOpenQuote; index++) {
    length += (lines[index]?.length ?? 0) + 1
  }
  return length > longestOpenQuote
}
