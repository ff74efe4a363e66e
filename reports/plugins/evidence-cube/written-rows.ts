import { parseDocument } from 'yaml'
import { z } from 'zod/v4'
import { CubeFailure } from './failure.ts'
import type { Table } from './parts.ts'

const schema = z.strictObject({
  columns: z.array(z.string()).min(1),
  rows: z.array(z.array(z.string())),
})

/** Whether a file has its rows in it, rather than a query to Cube. */
export function isWrittenRows(text: string): boolean {
  const content: unknown = parseDocument(text).toJS()
  return typeof content === 'object' && content !== null && 'rows' in content
}

/** The rows of a file that has them in it: texts, in the order of `columns`. */
export function writtenRows(text: string, file: string): Table {
  const parsed = schema.safeParse(parseDocument(text).toJS())
  if (!parsed.success || parsed.data.rows.some((row) => row.length !== parsed.data.columns.length))
    throw new CubeFailure(
      'report-query-invalid',
      `${file}: must have columns, and rows with a text for each of them.`,
    )
  const { columns, rows } = parsed.data
  return {
    rows: rows.map((row) => Object.fromEntries(columns.map((name, at) => [name, row[at] ?? '']))),
    types: columns.map((name) => ({ name, evidenceType: 'string', typeFidelity: 'precise' })),
  }
}
