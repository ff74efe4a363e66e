import type { CsvExport, CsvRow, RawEntity } from '../../declare/source.ts'
import { messageOf } from '../../errors.ts'
import { joinLines, keptOfLongRecord, longestRecord } from '../lines.ts'
import { type Problems, recordProblem } from '../problems.ts'
import type { Found } from '../records.ts'
import { type CellParser, cellParser, isExport } from './header.ts'

/** One row of CSV. If `problems` is set, its cells cannot be trusted. */
export interface Row {
  readonly cells: readonly string[]
  readonly problems: Problems | null
  readonly text: string
  readonly line: number
  original(): Buffer
}

/** Turns rows into records. */
export interface RecordReader {
  /** Takes a row and gives the record that it completes, if any. */
  add(row: Row): Found | null
  /** Called after the last row; gives the last record, if any. */
  end(): Found | null
}

export function recordReader(entity: RawEntity, names: readonly string[]): RecordReader {
  return entity.csv && isExport(entity, names)
    ? new ExportReader(entity.csv, names)
    : new FieldReader(entity, names)
}

/** Rows whose columns are the contract's fields: each is a record. */
class FieldReader implements RecordReader {
  private readonly names: readonly string[]
  private readonly parsers: readonly CellParser[]

  constructor(entity: RawEntity, names: readonly string[]) {
    this.names = names
    this.parsers = names.map((name) => cellParser(entity.record.shape[name]))
  }

  add({ cells, problems, text, line, original }: Row): Found {
    if (problems) return { line, record: null, problems, original }
    const { names, parsers } = this
    const record: Record<string, unknown> = {}
    let isPlain = !/[\\\t\r"]/.test(text)
    for (let at = 0; at < names.length; at++) {
      const value = parsers[at]?.(cells[at] ?? '')
      if (typeof value === 'object' && value !== null) isPlain = false
      record[names[at] ?? ''] = value
    }
    return { line, record, problems: null, original, isPlain }
  }

  end(): null {
    return null
  }
}

/** Rows of a product's own export: one or more of them make a record. */
class ExportReader implements RecordReader {
  private readonly csv: CsvExport
  private readonly names: readonly string[]
  private readonly groupColumns: readonly number[]
  private rows: CsvRow[] = []
  private group: string | null = null
  private originals: Buffer[] = []
  private bytes = 0
  private line = 0
  private problems: Problems | null = null

  constructor(csv: CsvExport, names: readonly string[]) {
    this.csv = csv
    this.names = names
    this.groupColumns = csv.groupBy?.map((name) => names.indexOf(name)) ?? []
  }

  /** A row that cannot be read rejects its whole record: the other rows alone would be incomplete. */
  add(row: Row): Found | null {
    const group = this.groupOf(row.cells)
    const found = group === null || group !== this.group ? this.end() : null
    if (this.originals.length === 0) {
      this.group = group
      this.line = row.line
    }
    const original = row.original()
    this.bytes += original.length + 1
    if (this.bytes > longestRecord) {
      this.problems = recordProblem('record-too-long', 'rows of more than 16 MB for one record')
      return found
    }
    this.originals.push(original)
    this.problems ??= row.problems
    if (!row.problems) this.rows.push(this.cellsByName(row.cells))
    return found
  }

  end(): Found | null {
    if (this.originals.length === 0) return null
    const { line, originals, rows } = this
    const kept = this.bytes > longestRecord ? keptOfLongRecord : undefined
    const original = () => Buffer.from(joinLines(originals).subarray(0, kept))
    const { record, problems } = this.problems ? { record: null, problems: this.problems } : this.read(rows)
    this.rows = []
    this.originals = []
    this.bytes = 0
    this.problems = null
    return { line, record, problems, original }
  }

  private read(rows: readonly CsvRow[]): Pick<Found, 'record' | 'problems'> {
    try {
      return { record: this.csv.record(rows), problems: null }
    } catch (error) {
      const problems = recordProblem('unreadable-row', `cannot be made into a record: ${messageOf(error)}`)
      return { record: null, problems }
    }
  }

  /** Null if the row is a record by itself. */
  private groupOf(cells: readonly string[]): string | null {
    if (this.groupColumns.length === 0) return null
    const values = this.groupColumns.map((column) => cells[column])
    return values.includes(undefined) ? null : JSON.stringify(values)
  }

  private cellsByName(cells: readonly string[]): CsvRow {
    const row: Record<string, string> = Object.create(null)
    for (const [at, name] of this.names.entries()) row[name] = cells[at] ?? ''
    return row
  }
}
