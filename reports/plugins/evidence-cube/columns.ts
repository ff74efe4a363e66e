import type { Annotation, CubeRow } from './cube-client.ts'
import { CubeFailure } from './failure.ts'
import type { QueryFile } from './query-file.ts'

export type EvidenceType = 'string' | 'number' | 'boolean' | 'date'
export type ColumnType = { name: string; evidenceType: EvidenceType; typeFidelity: 'precise' }
export type Cell = string | number | boolean | Date | null

const TYPES: Readonly<Record<string, EvidenceType>> = {
  number: 'number',
  string: 'string',
  boolean: 'boolean',
  time: 'date',
}

/** Columns get the type that Cube gives each member, never one inferred from values: an empty result has types too. */
export function columnTypes(query: QueryFile, annotation: Annotation): ColumnType[] {
  return query.columns.map(({ member, name }) => {
    const type = annotation.get(member)
    const evidenceType = type === undefined ? undefined : TYPES[type]
    if (!evidenceType) {
      throw new CubeFailure(
        'report-column-type',
        `${query.file}: Cube gives ${member} the type ${type ?? 'unknown'}, which a report cannot show. Ask for a number, string, boolean or time.`,
      )
    }
    return { name, evidenceType, typeFidelity: 'precise' }
  })
}

export function toRows(query: QueryFile, types: readonly ColumnType[], rows: readonly CubeRow[]) {
  return rows.map((row) => {
    const cells: Record<string, Cell> = {}
    query.columns.forEach(({ member, name }, at) => {
      const type = types[at]?.evidenceType ?? 'string'
      const cell = toCell(row[member] ?? null, type)
      if (cell === undefined) {
        throw new CubeFailure(
          'report-column-type',
          `${query.file}: ${member} should be a ${type}, but Cube answered ${JSON.stringify(row[member])}.`,
        )
      }
      cells[name] = cell
    })
    return cells
  })
}

/** `undefined` if the value is not of the type. */
function toCell(value: unknown, type: EvidenceType): Cell | undefined {
  if (value === null) return null
  if (type === 'string') return typeof value === 'object' ? undefined : String(value)
  if (type === 'boolean') {
    const text = String(value)
    return text === 'true' || text === 'false' ? text === 'true' : undefined
  }
  if (type === 'number') {
    if (typeof value === 'string' && value.trim() === '') return undefined
    const number = typeof value === 'number' || typeof value === 'string' ? Number(value) : Number.NaN
    return Number.isFinite(number) ? number : undefined
  }
  // Cube answers in the time zone of the query, which is always UTC, and does not write the zone
  const text = String(value)
  const date = new Date(/(Z|[+-]\d\d:?\d\d)$/.test(text) ? text : `${text}Z`)
  return Number.isNaN(date.getTime()) ? undefined : date
}
