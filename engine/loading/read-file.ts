import type { RawEntity } from '../declare/source.ts'
import { readCsv } from './csv/csv.ts'
import type { RecordEncoder } from './encoder.ts'
import { formatOf, type RecordFormat } from './format.ts'
import type { FileInput } from './input.ts'
import { readJsonArray, readJsonEnvelopes, readJsonLines, readJsonObject } from './json/json.ts'
import type { Landing } from './landing.ts'

/** Reads a file's records, however they are written; says how a single one is to be read again. */
export async function readFile(
  { head, chunks }: FileInput,
  entity: RawEntity,
  encoder: RecordEncoder,
  landing: Landing,
  delimiter: string | undefined,
): Promise<RecordFormat> {
  const format = formatOf(head, entity)
  if (format.kind === 'csv') return readCsv(chunks, entity, encoder, landing, delimiter)
  if (format.kind === 'json envelope') await readJsonEnvelopes(chunks, format.member, encoder, landing)
  else if (format.kind === 'json array') await readJsonArray(chunks, encoder, landing)
  else if (format.kind === 'json object') await readJsonObject(chunks, encoder, landing)
  else await readJsonLines(chunks, encoder, landing)
  return { kind: 'json' }
}
