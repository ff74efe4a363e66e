import { type Annotation, type CubeConnection, type CubeRow, load } from './cube-client.ts'
import { CubeFailure } from './failure.ts'
import type { QueryFile } from './query-file.ts'

export type Paging = {
  /** Rows of one request. Without a limit Cube cuts an answer off at 10,000 rows and does not say so. */
  readonly pageSize: number
  /** Every reader downloads the whole report, so a query with more rows than this is a mistake. */
  readonly maxRows: number
}

/** All rows of a query. The last page is the empty one, not a short one: a server may return fewer rows than asked for. */
export async function loadAll(
  cube: CubeConnection,
  query: QueryFile,
  { pageSize, maxRows }: Paging,
): Promise<{ rows: CubeRow[]; annotation: Annotation; total: number | null }> {
  const keys = query.columns
    .map((column) => column.member)
    .filter((member) => !query.measures.includes(member))
  const rowLimit = keys.length === 0 ? 1 : (query.limit ?? Number.POSITIVE_INFINITY)
  const seen = new Set<string>()
  const rows: CubeRow[] = []
  let annotation: Annotation | undefined
  let total: number | null = null

  while (annotation === undefined || rows.length < rowLimit) {
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
        limit: Math.min(pageSize, rowLimit - rows.length),
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
          `${query.file}: Cube gave the row ${key} twice while paging, so rows may be missing. The warehouse was probably published in the meantime. Build the reports again.`,
        )
      }
      seen.add(key)
      rows.push(row)
    }
    if (rows.length > maxRows) {
      throw new CubeFailure(
        'report-too-many-rows',
        `${query.file}: more than ${maxRows} rows, which every reader would download. Group by fewer dimensions, or set a limit.`,
      )
    }
    if (page.rows.length === 0 || keys.length === 0) break
  }

  if (total !== null && rows.length !== Math.min(total, rowLimit)) {
    throw new CubeFailure(
      'report-rows-cut-off',
      `${query.file}: Cube counts ${total} rows but gave ${rows.length}, so rows were cut off. Build the reports again; if that does not help, raise CUBEJS_DB_QUERY_LIMIT.`,
    )
  }
  return { rows, annotation: annotation ?? new Map(), total }
}
