import type { CsvExport } from '../../declare/source.ts'
import type { Found, FoundBlocks } from '../records.ts'
import { cellsByName, RowGroup } from './row-group.ts'
import { RowParts } from './row-parts.ts'
import type { ExportRow, GroupedRow, Row } from './rows.ts'

/** Rows are kept in memory up to this length, and then in temporary files. */
const mostInMemory = 8 * 1024 * 1024

/**
 * The records of an export that spreads each over several rows. The rows of a record may stand anywhere in the file, so
 * no record is complete before its end. However large the file is, a part of it is in memory.
 */
export async function* groupedRecords(
  blocks: AsyncIterable<Iterable<Row>>,
  csv: CsvExport,
  names: readonly string[],
): FoundBlocks {
  const groups = new RowGroups(csv, names)
  let parts: RowParts | null = null
  let length = 0
  try {
    for await (const block of blocks) {
      const rows = [...block].map((row) => groups.grouped(row))
      length += rows.reduce((sum, [, row]) => sum + row.length, 0)
      if (parts === null && length > mostInMemory) {
        parts = await RowParts.open()
        await parts.write(groups.takeRows())
      }
      if (parts) await parts.write(rows)
      else for (const row of rows) groups.add(row)
    }
    if (parts === null) yield groups.takeRecords()
    else {
      for await (const part of parts.read()) {
        for await (const row of part) groups.add(row)
        yield groups.takeRecords()
      }
    }
  } finally {
    await parts?.remove()
  }
}

/** Rows by the record that they belong to. */
export class RowGroups {
  private readonly csv: CsvExport
  private readonly names: readonly string[]
  private readonly columns: readonly number[]
  private groups = new Map<string, RowGroup>()
  private position = 0

  constructor(csv: CsvExport, names: readonly string[]) {
    this.csv = csv
    this.names = names
    this.columns = typeof csv.groupBy === 'object' ? csv.groupBy.map((name) => names.indexOf(name)) : []
  }

  grouped(row: Row): GroupedRow {
    const { line, cells, problems, text, original } = row
    const position = this.position++
    const kept = { line, position, cells, problems, length: text.length, original }
    return [this.groupOf(kept), kept]
  }

  add([name, row]: GroupedRow): void {
    let group = this.groups.get(name)
    if (!group) {
      group = new RowGroup(this.csv, this.names)
      this.groups.set(name, group)
    }
    group.add(row)
  }

  takeRows(): readonly GroupedRow[] {
    const rows = [...this.groups].flatMap(([name, group]) => group.rows.map((row) => [name, row] as const))
    this.groups = new Map()
    return rows.sort(([, a], [, b]) => a.position - b.position)
  }

  takeRecords(): readonly Found[] {
    const records = [...this.groups.values()].flatMap((group) => group.records())
    this.groups = new Map()
    return records
  }

  /** A row that does not say which record it belongs to is one by itself. */
  private groupOf({ cells, problems, position }: ExportRow): string {
    const { groupBy = [] } = this.csv
    const values =
      typeof groupBy === 'function'
        ? groupBy(cellsByName(cells, this.names))
        : this.columns.map((column) => cells[column] ?? '')
    const isNamed = problems ? values.every((value) => value !== '') : values.some((value) => value !== '')
    return isNamed ? JSON.stringify(values) : `row ${position}`
  }
}
