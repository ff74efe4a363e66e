import type { CsvExport, CsvRow } from '../../declare/source.ts'
import { messageOf } from '../../errors.ts'
import { joinLines, keptOfLongRecord, longestRecord } from '../lines.ts'
import { type Problems, recordProblem } from '../problems.ts'
import type { Found } from '../records.ts'
import type { ExportRow } from './rows.ts'

const apart = 'rows of several records stand apart in the file, and nothing says which belong together'
const repeated = 'all of its rows stand in the file more than once, so it may have been exported twice'

/** The rows of a file that belong to one record, or to several that have the same name. */
export class RowGroup {
  private readonly csv: CsvExport
  private readonly names: readonly string[]
  readonly rows: ExportRow[] = []
  private length = 0

  constructor(csv: CsvExport, names: readonly string[]) {
    this.csv = csv
    this.names = names
  }

  add(row: ExportRow): void {
    if (this.length <= longestRecord) this.rows.push(row)
    this.length += row.length + 1
  }

  records(): readonly Found[] {
    if (this.length > longestRecord) {
      return [reject(this.rows, recordProblem('record-too-long', 'rows of more than 16 MB for one record'))]
    }
    const heads = this.rows.filter((row) => this.isHead(row))
    if (heads.length < 2) {
      const [head] = heads
      const others = this.rows.filter((row) => row !== head)
      return [recordOf(this.csv, this.names, head ? [head, ...others] : others)]
    }
    const runs = heads.map((head, index) => {
      const next = heads[index + 1]?.position ?? Number.POSITIVE_INFINITY
      return this.rows.filter(({ position }) => position >= head.position && position < next)
    })
    const isClear = runs.flat().length === this.rows.length && runs.every((run) => runsOf(run) === 1)
    if (!isClear) return [reject(this.rows, ambiguous(apart))]
    return runs.map((run) => recordOf(this.csv, this.names, run))
  }

  private isHead({ cells }: ExportRow): boolean {
    const { firstRowHas } = this.csv
    return firstRowHas !== undefined && (cells[this.names.indexOf(firstRowHas)] ?? '').trim() !== ''
  }
}

/** The records of one row; in quarantine, each of them keeps the whole row. */
export function recordsOfRow(csv: CsvExport, names: readonly string[], row: ExportRow): readonly Found[] {
  const { rowsOf } = csv
  if (!rowsOf || row.problems) return [recordOf(csv, names, [row])]
  try {
    return rowsOf(cellsByName(row.cells, names)).map((cells) => ({
      ...reject([row], null),
      record: csv.record([cells]),
    }))
  } catch (error) {
    return [reject([row], unreadable(error))]
  }
}

/** A row that cannot be read rejects its whole record: the other rows alone would be incomplete. */
export function recordOf(csv: CsvExport, names: readonly string[], rows: readonly ExportRow[]): Found {
  const problems = rows.find((row) => row.problems)?.problems
  if (problems) return reject(rows, problems)
  if (isRepeated(rows)) return reject(rows, ambiguous(repeated))
  try {
    const record = csv.record(rows.map(({ cells }) => cellsByName(cells, names)))
    return { ...reject(rows, null), record }
  } catch (error) {
    return reject(rows, unreadable(error))
  }
}

function unreadable(error: unknown): Problems {
  return recordProblem('unreadable-row', `cannot be made into a record: ${messageOf(error)}`)
}

function ambiguous(message: string): Problems {
  return recordProblem('ambiguous-rows', message)
}

function reject(rows: readonly ExportRow[], problems: Problems | null): Found {
  const inOrder = rows.toSorted((a, b) => a.position - b.position)
  const kept = problems?.[0].code === 'record-too-long' ? keptOfLongRecord : undefined
  const original = () => Buffer.from(joinLines(inOrder.map((row) => row.original())).subarray(0, kept))
  return { line: inOrder[0]?.line ?? 0, record: null, problems, original }
}

/** How many stretches of the file the rows stand in. */
function runsOf(rows: readonly ExportRow[]): number {
  return rows.filter(({ position }, at) => at === 0 || rows[at - 1]?.position !== position - 1).length
}

/** Whether rows that stand apart are copies of each other, each as often as the others. */
function isRepeated(rows: readonly ExportRow[]): boolean {
  if (rows.length < 2 || runsOf(rows) === 1) return false
  const counts = new Map<string, number>()
  for (const { cells } of rows) {
    const text = JSON.stringify(cells)
    counts.set(text, (counts.get(text) ?? 0) + 1)
  }
  return new Set(counts.values()).size === 1 && !counts.values().some((count) => count < 2)
}

export function cellsByName(cells: readonly string[], names: readonly string[]): CsvRow {
  const row: Record<string, string> = Object.create(null)
  for (const [at, name] of names.entries()) row[name] = cells[at] ?? ''
  return row
}
