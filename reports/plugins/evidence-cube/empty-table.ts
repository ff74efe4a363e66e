import { mkdir } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { initDB, query } from '@evidence-dev/universal-sql/client-duckdb'
import type { ColumnType } from './columns.ts'

const DUCKDB_TYPES = { number: 'DOUBLE', string: 'VARCHAR', boolean: 'BOOLEAN', date: 'TIMESTAMP' } as const

/**
 * Evidence writes no file for a result without rows, and then every page that reads it fails. This writes
 * that file, with columns and no rows, and returns the address for Evidence's manifest.
 */
export async function writeEmptyTable(
  source: string,
  table: string,
  columns: readonly ColumnType[],
): Promise<string> {
  const folder = resolve(process.env.EVIDENCE_DATA_DIR ?? './.evidence/template/static/data', source, table)
  const file = `${table}.parquet`
  const nothing = columns
    .map((column) => `null::${DUCKDB_TYPES[column.evidenceType]} as "${column.name}"`)
    .join(', ')
  await mkdir(folder, { recursive: true })
  await initDB()
  query(
    `copy (select ${nothing} where false) to '${join(folder, file).replaceAll("'", "''")}' (format parquet)`,
  )
  return `${process.env.EVIDENCE_DATA_URL_PREFIX ?? 'static/data'}/${source}/${table}/${file}`
}
