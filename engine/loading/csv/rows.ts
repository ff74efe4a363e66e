import type { Problems } from '../problems.ts'

/** One row of CSV. If `problems` is set, its cells cannot be trusted. */
export interface Row {
  readonly cells: readonly string[]
  readonly problems: Problems | null
  readonly text: string
  readonly line: number
  original(): Buffer
}

/** A row of an export. `position` counts the rows of the file. */
export interface ExportRow {
  readonly line: number
  readonly position: number
  readonly cells: readonly string[]
  readonly problems: Problems | null
  /** How long it is; about as many bytes. */
  readonly length: number
  original(): Buffer
}

export type GroupedRow = readonly [group: string, row: ExportRow]
