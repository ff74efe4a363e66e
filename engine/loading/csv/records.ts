import type { CsvExport, RawEntity } from '../../declare/source.ts'
import { hidden } from '../field-names.ts'
import type { Found, FoundBlocks } from '../records.ts'
import { cellParser } from './cell-parser.ts'
import { isExport } from './export-columns.ts'
import { recordsOfRow } from './row-group.ts'
import { groupedRecords, RowGroups } from './row-groups.ts'
import type { Row } from './rows.ts'

type RecordReader = (row: Row) => readonly Found[]

/** The records of a file's rows. */
export async function* readRows(
  rows: AsyncIterable<Iterable<Row>>,
  entity: RawEntity,
  names: readonly string[],
): FoundBlocks {
  const csv = exportOf(entity, names)
  if (csv?.groupBy) yield* groupedRecords(rows, csv, names)
  else {
    const read = recordReader(entity, names)
    for await (const block of rows) yield recordsOf(block, read)
  }
}

/** The records of rows that were kept together in quarantine. */
export function recordsAgain(
  rows: Iterable<Row>,
  entity: RawEntity,
  names: readonly string[],
): readonly Found[] {
  const csv = exportOf(entity, names)
  if (!csv?.groupBy) return [...recordsOf(rows, recordReader(entity, names))]
  const groups = new RowGroups(csv, names)
  for (const row of rows) groups.add(groups.grouped(row))
  return groups.takeRecords()
}

function* recordsOf(rows: Iterable<Row>, read: RecordReader): Generator<Found> {
  for (const row of rows) yield* read(row)
}

function exportOf(entity: RawEntity, names: readonly string[]): CsvExport | null {
  return isExport(entity, names) ? entity.csv : null
}

function recordReader(entity: RawEntity, names: readonly string[]): RecordReader {
  const csv = exportOf(entity, names)
  return csv ? exportReader(csv, names) : fieldReader(entity, names)
}

/** Rows whose columns are the contract's fields: each is a record. */
function fieldReader(entity: RawEntity, names: readonly string[]): RecordReader {
  const parsers = names.map((name) => cellParser(entity.record.shape[name]))
  const properties = names.map(hidden)
  return ({ cells, problems, text, line, original }) => {
    if (problems) return [{ line, record: null, problems, original }]
    const record: Record<string, unknown> = {}
    let isPlain = !/[\\\t\r"]/.test(text)
    for (let at = 0; at < names.length; at++) {
      const value = parsers[at]?.(cells[at] ?? '')
      if (typeof value === 'object' && value !== null) isPlain = false
      record[properties[at] ?? ''] = value
    }
    return [{ line, record, problems: null, original, isPlain }]
  }
}

/** Rows of a product's own export, each a record or several. */
function exportReader(csv: CsvExport, names: readonly string[]): RecordReader {
  return ({ line, cells, problems, text, original }) =>
    recordsOfRow(csv, names, { line, position: 0, cells, problems, length: text.length, original })
}
