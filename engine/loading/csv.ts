import type { RawEntity } from '../source.ts'
import { type CsvRecord, readQuotedRecord, withoutReturn } from './csv-cells.ts'
import { type CellParser, cellParser, readHeader } from './csv-header.ts'
import type { RecordEncoder } from './encoder.ts'
import type { Landing } from './landing.ts'
import { type LineBlock, readLines } from './lines.ts'
import { type Problem, type Rejected, recordProblem } from './problems.ts'

/** A quoted field may go on over many lines, but one that never ends is a stray quote. */
const longestOpenQuote = 1024 * 1024

/** Reads CSV with a header, whose columns may stand in any order. */
export async function readCsv(
  chunks: AsyncIterable<Buffer>,
  entity: RawEntity,
  encoder: RecordEncoder,
  landing: Landing,
): Promise<void> {
  let reader: CsvReader | null = null
  await readLines(chunks, async (block) => {
    let from = 0
    if (!reader) {
      const header = readHeader(entity, block)
      reader = new CsvReader(header.names, header.delimiter, entity, encoder)
      from = header.next
    }
    const used = reader.read(block, from)
    await landing.add(reader.text, reader.count, reader.rejected)
    return used
  })
}

class CsvReader {
  /** What the last block gave: lines of COPY text, their number, and the records that are none. */
  text = ''
  count = 0
  rejected: Rejected[] = []
  private readonly delimiter: string
  private readonly encoder: RecordEncoder
  private readonly names: readonly string[]
  private readonly parsers: readonly CellParser[]

  constructor(names: readonly string[], delimiter: string, entity: RawEntity, encoder: RecordEncoder) {
    this.names = names
    this.delimiter = delimiter
    this.encoder = encoder
    this.parsers = names.map((name) => cellParser(entity.record.shape[name]))
  }

  /** Encodes the block's records; answers how many of its lines are used up. */
  read(block: LineBlock, from: number): number {
    this.text = ''
    this.count = 0
    this.rejected = []
    const { lines } = block
    if (block.isCut) {
      this.reject(block, 0, 1, recordProblem('record-too-long', 'more than 16 MB without a line break'))
      return 1
    }
    for (let index = from; index < lines.length; ) {
      const line = lines[index] ?? ''
      if (line === '' || line === '\r') {
        index += 1
      } else if (!line.includes('"')) {
        this.take(block, index, index + 1, withoutReturn(line).split(this.delimiter), line)
        index += 1
      } else {
        const record = readQuotedRecord(lines, index, this.delimiter)
        if (record.kind === 'unfinished' && !block.isLast && !isTooLong(lines, index)) return index
        index = this.takeQuoted(block, index, record)
      }
    }
    return lines.length
  }

  private takeQuoted(block: LineBlock, index: number, record: CsvRecord): number {
    // several lines with a wrong number of fields: more likely a stray quote than a record, and the lines it
    // swallowed may be good ones
    if (
      record.kind === 'record' &&
      (record.next === index + 1 || record.cells.length === this.names.length)
    ) {
      const text = block.lines.slice(index, record.next).join('\n')
      this.take(block, index, record.next, record.cells, text)
      return record.next
    }
    const message = record.kind === 'broken' ? record.message : 'a quoted field that does not end'
    this.reject(block, index, index + 1, recordProblem('broken-quotes', message))
    return index + 1
  }

  private take(block: LineBlock, from: number, to: number, cells: readonly string[], text: string): void {
    const problems = this.encode(cells, text)
    if (problems) this.reject(block, from, to, problems)
  }

  private encode(cells: readonly string[], text: string): readonly [Problem, ...Problem[]] | null {
    const { names, parsers } = this
    if (text.includes('\0')) return recordProblem('nul-byte', 'text with a NUL character')
    if (cells.length !== names.length) {
      return recordProblem('wrong-field-count', `expected ${names.length} fields, found ${cells.length}`)
    }
    const record: Record<string, unknown> = {}
    for (let cell = 0; cell < names.length; cell++) {
      record[names[cell] ?? ''] = parsers[cell]?.(cells[cell] ?? '')
    }
    const mustEscape = text.includes('\\') || text.includes('\t') || text.includes('\r') || text.includes('"')
    const encoded = this.encoder.encode(record, mustEscape)
    if (encoded === null) return this.encoder.problems
    this.text += encoded
    this.count += 1
    return null
  }

  private reject(
    block: LineBlock,
    from: number,
    to: number,
    problems: readonly [Problem, ...Problem[]],
  ): void {
    const parts: Buffer[] = []
    for (let index = from; index < to; index++) {
      if (index > from) parts.push(Buffer.from('\n'))
      parts.push(block.original(index))
    }
    this.rejected.push({ line: block.firstLine + from, original: Buffer.concat(parts), problems })
  }
}

function isTooLong(lines: readonly string[], from: number): boolean {
  let length = 0
  for (let index = from; index < lines.length && length <= longestOpenQuote; index++) {
    length += (lines[index]?.length ?? 0) + 1
  }
  return length > longestOpenQuote
}
