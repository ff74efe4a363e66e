import type { RawEntity } from '../declare/source.ts'
import { openCsv, readRows } from './csv/csv.ts'
import { entityHeader } from './csv/header.ts'
import { recordReader } from './csv/records.ts'
import { formatOf, type RecordFormat } from './format.ts'
import type { FileInput } from './input.ts'
import { readJson, readJsonLines } from './json/json.ts'
import type { FoundBlocks } from './records.ts'

/** The records of a file, and the format in which one of them can be parsed again. */
export interface FoundRecords {
  readonly format: RecordFormat
  readonly blocks: FoundBlocks
}

/** Reads the records of a file in any of the formats. */
export async function readFile(
  { head, chunks }: FileInput,
  entity: RawEntity,
  delimiter: string | undefined,
): Promise<FoundRecords> {
  const format = formatOf(head, entity)
  if (format === 'csv') {
    const { header, rows } = await openCsv(chunks, (block) => entityHeader(entity, block, delimiter))
    const { names } = header
    return {
      format: { kind: 'csv', delimiter: header.delimiter, names },
      blocks: readRows(rows, recordReader(entity, names)),
    }
  }
  const blocks = format === 'json lines' ? readJsonLines(chunks) : readJson(chunks, format)
  return { format: { kind: 'json' }, blocks }
}
