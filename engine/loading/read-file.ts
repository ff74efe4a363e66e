import type { RawEntity } from '../declare/source.ts'
import type { DecimalMark } from '../declare/written-amount.ts'
import { ClienteleError } from '../errors.ts'
import { openCsv } from './csv/csv.ts'
import { DecimalMarks } from './csv/decimal-marks.ts'
import { numberColumns } from './csv/export-columns.ts'
import { entityHeader } from './csv/header.ts'
import type { ColumnMaps } from './csv/header-maps.ts'
import { readRows } from './csv/records.ts'
import { formatOf, type RecordFormat } from './format.ts'
import type { FileInput } from './input.ts'
import { readJson, readJsonLines } from './json/json.ts'
import type { FoundBlocks } from './records.ts'

/** The records of a file, and the format in which one of them can be parsed again. */
export interface FoundRecords {
  readonly format: RecordFormat
  readonly blocks: FoundBlocks
  /** What people should know about how the file was read. */
  readonly notes?: readonly string[]
}

/** How a CSV file is written; what is not given is detected. */
export interface CsvOptions {
  readonly delimiter?: string
  readonly decimal?: DecimalMark
  readonly maps?: ColumnMaps
}

/** Reads the records of a file in any of the formats. */
export async function readFile(
  { head, chunks }: FileInput,
  entity: RawEntity,
  { delimiter, decimal, maps }: CsvOptions,
): Promise<FoundRecords> {
  const format = formatOf(head, entity)
  if (format === 'csv') {
    const { header, rows } = await openCsv(chunks, (block) => entityHeader(entity, block, delimiter, maps))
    const { names, trailing, notes } = header
    const marks = new DecimalMarks(names, numberColumns(entity, names), decimal)
    return {
      format: { kind: 'csv', delimiter: header.delimiter, names, trailing, decimals: marks.found },
      notes,
      blocks: readRows(marks.applyTo(rows), entity, names),
    }
  }
  if (maps && maps.given.size > 0) {
    throw new ClienteleError(
      'map-invalid',
      '--map is for the columns of CSV, but the file is JSON. Nothing was loaded.',
    )
  }
  const blocks = format === 'json lines' ? readJsonLines(chunks) : readJson(chunks, format)
  return { format: { kind: 'json' }, blocks }
}
