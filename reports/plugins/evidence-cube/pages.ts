import { type Annotation, type CubeConnection, type CubeRow, load } from './cube-client.ts'
import { CubeFailure } from './failure.ts'
import type { QueryFile } from './query-file.ts'

export type Paging = {
  /** Rows asked for at a time. Cube cuts at 10,000 without saying so when no limit is given. */
  readonly pageSize: number
  /** A report is downloaded by every reader, so a query with more rows than this is a mistake. */
  readonly maxRows: number
}

/** Every row of a query. It ends at an empty page, not at a short one: a server may cap pages lower than asked. */
export async function loadAll(
  cube: CubeConnection,
  query: QueryFile,
  { pageSize, maxRows }: Paging,
): Promise<{ rows: CubeRow[]; annotation: Annotation }> {
  const keys = query.columns
    .map((column) => column.member)
    .filter((member) => !query.measures.includes(member))
  const wanted = keys.length === 0 ? 1 : (query.limit ?? Number.POSITIVE_INFINITY)
  const seen = new Set<string>()
  const rows: CubeRow[] = []
  let annotation: Annotation | undefined
  let total: number | null = null

  while (annotation === undefined || rows.length < wanted) {
    const first = annotation === undefined
    const page = await load(
      cube,
      {
        measures: query.measures,
        dimensions: query.dimensions,
        timeDimensions: query.timeDimensions,
        filters: query.filters,
        segments: query.segments,
        order: query.order,
        timezone: 'UTC',
        limit: Math.min(pageSize, wanted - rows.length),
        offset: rows.length,
        ...(first && keys.length > 0 ? { total: true } : {}),
      },
      query.file,
    )
    if (first) {
      annotation = page.annotation
      total = page.total
    }
    for (const row of page.rows) {
      const key = JSON.stringify(keys.map((member) => row[member] ?? null))
      if (seen.has(key)) {
        throw new CubeFailure(
          'report-page-repeated',
          `${query.file}: Cube gave the row ${key} twice while paging, so rows may be missing. The warehouse was probably published in between: build the reports again.`,
        )
      }
      seen.add(key)
      rows.push(row)
    }
    if (rows.length > maxRows) {
      throw new CubeFailure(
        'report-too-many-rows',
        `${query.file}: more than ${maxRows} rows. A report is downloaded by its readers: group by fewer dimensions, or set a limit.`,
      )
    }
    if (page.rows.length === 0 || keys.length === 0) break
  }

  if (total !== null && rows.length !== Math.min(total, wanted)) {
    throw new CubeFailure(
      'report-rows-cut-off',
      `${query.file}: Cube counts ${total} rows but gave ${rows.length}, so rows were cut off. Build the reports again; if it stays, look at CUBEJS_DB_QUERY_LIMIT.`,
    )
  }
  return { rows, annotation: annotation ?? new Map() }
}
