import type { RawEntity } from '../../declare/source.ts'
import type { RecordEncoder } from '../encoder.ts'
import type { RecordFormat } from '../format.ts'
import type { Landing } from '../landing.ts'
import { type LineBlock, readLines } from '../lines.ts'
import { recordProblem } from '../problems.ts'
import { readQuotedRecord, withoutReturn } from './cells.ts'
import { readHeader } from './header.ts'
import { type Row, type RowReader, rowReader } from './rows.ts'

/** A quoted field may go on over many lines, but one that never ends is a stray quote. */
const longestOpenQuote = 1024 * 1024

/** Reads CSV with a header, whose columns may stand in any order. */
export async function readCsv(
  chunks: AsyncIterable<Buffer>,
  entity: RawEntity,
  encoder: RecordEncoder,
  landing: Landing,
  delimiter?: string,
): Promise<RecordFormat> {
  let reader: CsvReader | null = null
  let format: RecordFormat = { kind: 'json' }
  const land = async (rows: RowReader) => {
    await landing.add(rows.text, rows.count, rows.rejected)
    rows.clear()
  }
  await readLines(chunks, async (block) => {
    let from = 0
    if (!reader) {
      const header = readHeader(entity, block, delimiter)
      format = { kind: 'csv', delimiter: header.delimiter, names: header.names }
      reader = new CsvReader(format, rowReader(entity, header.names, encoder))
      from = header.next
    }
    const used = reader.read(block, from)
    await land(reader.rows)
    return used
  })
  const rows = rowsOf(reader)
  rows?.end()
  if (rows) await land(rows)
  return format
}

/** The compiler does not see that the callback has set it. */
function rowsOf(reader: CsvReader | null): RowReader | undefined {
  return reader?.rows
}

/** Cuts lines into rows. */
export class CsvReader<R extends { add(row: Row): void } = RowReader> {
  readonly rows: R
  private readonly delimiter: string
  private readonly width: number

  constructor(format: { readonly delimiter: string; readonly names: readonly string[] }, rows: R) {
    this.rows = rows
    this.delimiter = format.delimiter
    this.width = format.names.length
  }

  /** Reads the block's rows; answers how many of its lines are used up. */
  read(block: LineBlock, from: number): number {
    const { lines } = block
    if (block.isCut) {
      const problems = recordProblem('record-too-long', 'more than 16 MB without a line break')
      this.add(block, 0, 1, [], '', problems)
      return 1
    }
    for (let index = from; index < lines.length; ) {
      const line = lines[index] ?? ''
      if (line === '' || line === '\r') {
        index += 1
      } else if (!line.includes('"')) {
        this.add(block, index, index + 1, withoutReturn(line).split(this.delimiter), line)
        index += 1
      } else {
        const record = readQuotedRecord(lines, index, this.delimiter)
        if (record.kind === 'unfinished' && !block.isLast && !isTooLong(lines, index)) return index
        // several lines with a wrong number of fields: more likely a stray quote than a record, and the lines
        // it swallowed may be good ones
        if (record.kind === 'record' && (record.next === index + 1 || record.cells.length === this.width)) {
          this.add(block, index, record.next, record.cells, lines.slice(index, record.next).join('\n'))
          index = record.next
        } else {
          const message = record.kind === 'broken' ? record.message : 'a quoted field that does not end'
          // as it stands it still tells, as a rule, what the row belongs to
          const cells = line.split(this.delimiter)
          this.add(block, index, index + 1, cells, line, recordProblem('broken-quotes', message))
          index += 1
        }
      }
    }
    return lines.length
  }

  private add(
    block: LineBlock,
    from: number,
    to: number,
    cells: readonly string[],
    text: string,
    broken: Row['problems'] = null,
  ): void {
    const line = block.firstLine + from
    const problems = broken ?? this.problemsOf(cells, text)
    this.rows.add({ cells, problems, text, line, original: () => originalOf(block, from, to) })
  }

  private problemsOf(cells: readonly string[], text: string): Row['problems'] {
    if (text.includes('\0')) return recordProblem('nul-byte', 'text with a NUL character')
    if (cells.length === this.width) return null
    return recordProblem('wrong-field-count', `expected ${this.width} fields, found ${cells.length}`)
  }
}

function originalOf(block: LineBlock, from: number, to: number): Buffer {
  const parts: Buffer[] = []
  for (let index = from; index < to; index++) {
    if (index > from) parts.push(Buffer.from('\n'))
    parts.push(block.original(index))
  }
  return Buffer.concat(parts)
}

function isTooLong(lines: readonly string[], from: number): boolean {
  let length = 0
  for (let index = from; index < lines.length && length <= longestOpenQuote; index++) {
    length += (lines[index]?.length ?? 0) + 1
  }
  return length > longestOpenQuote
}
