import type { CsvExport, CsvRow, RawEntity } from '../../declare/source.ts'
import { messageOf } from '../../errors.ts'
import { type RecordEncoder, unstorable } from '../encoder.ts'
import { type Problem, type Rejected, recordProblem } from '../problems.ts'
import { type CellParser, cellParser, isExport } from './header.ts'

type Problems = readonly [Problem, ...Problem[]]

/** One row of CSV, or lines that are none; `problems` says why. */
export interface Row {
  readonly cells: readonly string[]
  readonly problems: Problems | null
  readonly text: string
  readonly line: number
  original(): Buffer
}

/** Makes records of rows. What it has made is taken from `text`, `count` and `rejected`, and then cleared. */
export abstract class RowReader {
  text = ''
  count = 0
  rejected: Rejected[] = []
  protected readonly encoder: RecordEncoder

  constructor(encoder: RecordEncoder) {
    this.encoder = encoder
  }

  abstract add(row: Row): void
  /** There are no more rows. */
  end(): void {}

  clear(): void {
    this.text = ''
    this.count = 0
    this.rejected = []
  }

  protected land(record: unknown, mustEscape: boolean): Problems | null {
    const encoded = this.encoder.encode(record, mustEscape)
    if (encoded === null) return this.encoder.problems
    this.text += encoded
    this.count += 1
    return null
  }
}

export function rowReader(entity: RawEntity, names: readonly string[], encoder: RecordEncoder): RowReader {
  return entity.csv && isExport(entity, names)
    ? new ExportReader(entity.csv, names, encoder)
    : new FieldReader(entity, names, encoder)
}

/** Rows whose columns are the contract's fields: each is a record. */
class FieldReader extends RowReader {
  private readonly names: readonly string[]
  private readonly parsers: readonly CellParser[]

  constructor(entity: RawEntity, names: readonly string[], encoder: RecordEncoder) {
    super(encoder)
    this.names = names
    this.parsers = names.map((name) => cellParser(entity.record.shape[name]))
  }

  add(row: Row): void {
    const problems = row.problems ?? this.read(row)
    if (problems) this.rejected.push({ line: row.line, original: row.original(), problems })
  }

  private read({ cells, text }: Row): Problems | null {
    const { names, parsers } = this
    const record: Record<string, unknown> = {}
    let isNested = false
    for (let at = 0; at < names.length; at++) {
      const value = parsers[at]?.(cells[at] ?? '')
      if (typeof value === 'object' && value !== null) isNested = true
      record[names[at] ?? ''] = value
    }
    const problems = isNested ? unstorable(record) : null
    if (problems) return problems
    const mustEscape = text.includes('\\') || text.includes('\t') || text.includes('\r') || text.includes('"')
    return this.land(record, mustEscape)
  }
}

const largestGroup = 16 * 1024 * 1024
const keptOfLargeGroup = 64 * 1024

/** Rows of a product's own export, of which one or more make a record. */
class ExportReader extends RowReader {
  private readonly csv: CsvExport
  private readonly names: readonly string[]
  private readonly groupColumns: readonly number[]
  private rows: CsvRow[] = []
  private group: string | null = null
  private originals: Buffer[] = []
  private bytes = 0
  private line = 0
  private problems: Problems | null = null

  constructor(csv: CsvExport, names: readonly string[], encoder: RecordEncoder) {
    super(encoder)
    this.csv = csv
    this.names = names
    this.groupColumns = csv.groupBy?.map((name) => names.indexOf(name)) ?? []
  }

  /** A row that cannot be read spoils the record it belongs to: without it the others are not the whole. */
  add(row: Row): void {
    const group = this.groupOf(row.cells)
    if (this.originals.length > 0 && (group === null || group !== this.group)) this.end()
    if (this.originals.length === 0) {
      this.group = group
      this.line = row.line
    }
    const original = row.original()
    this.bytes += original.length + 1
    if (this.bytes > largestGroup) {
      this.problems = recordProblem('record-too-long', 'rows of more than 16 MB for one record')
      return
    }
    this.originals.push(original)
    this.problems ??= row.problems
    if (!row.problems) this.rows.push(this.cellsByName(row.cells))
  }

  /** Null for a row that is a record of its own. */
  private groupOf(cells: readonly string[]): string | null {
    if (this.groupColumns.length === 0) return null
    const values = this.groupColumns.map((column) => cells[column])
    return values.includes(undefined) ? null : JSON.stringify(values)
  }

  override end(): void {
    if (this.originals.length === 0) return
    const problems = this.problems ?? this.read()
    if (problems) {
      const whole = Buffer.concat(
        this.originals.flatMap((one, at) => (at > 0 ? [Buffer.from('\n'), one] : [one])),
      )
      const original = this.bytes > largestGroup ? Buffer.from(whole.subarray(0, keptOfLargeGroup)) : whole
      this.rejected.push({ line: this.line, original, problems })
    }
    this.rows = []
    this.originals = []
    this.bytes = 0
    this.problems = null
  }

  private read(): Problems | null {
    let record: unknown
    try {
      record = this.csv.record(this.rows)
    } catch (error) {
      const message = messageOf(error)
      return recordProblem('unreadable-row', `cannot be made into a record: ${message}`)
    }
    return unstorable(record) ?? this.land(record, true)
  }

  private cellsByName(cells: readonly string[]): CsvRow {
    const row: Record<string, string> = Object.create(null)
    for (const [at, name] of this.names.entries()) row[name] = cells[at] ?? ''
    return row
  }
}
