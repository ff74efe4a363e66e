import { type Cell, type ColumnType, columnTypes, toRows } from './columns.ts'
import type { CubeConnection } from './cube-client.ts'
import { CubeFailure } from './failure.ts'
import { loadAll, type Paging } from './pages.ts'
import { PERIOD_TYPE, type QueryFile, ROW_TOTAL } from './query-file.ts'

export type Table = { readonly rows: Record<string, Cell>[]; readonly types: ColumnType[] }

/** A query that Cube is asked, and the period that its rows are about if the file names several. */
type Part = { readonly query: QueryFile; readonly periodType: string | undefined }

/** What `all_of` writes for a dimension that was left out. */
const ALL = 'All'
const AT_ONCE = 4

/**
 * The rows of a query file. Distinct counts, medians and rates do not add up, so a page cannot compute those of all
 * markets from those of each: Cube is asked for every subset of the dimensions under `all_of`.
 */
export async function tableOf(cube: CubeConnection, query: QueryFile, paging: Paging): Promise<Table> {
  const parts = partsOf(query)
  const rows: Record<string, Cell>[] = []
  let types: ColumnType[] = []
  for (let at = 0; at < parts.length; at += AT_ONCE) {
    const some = parts.slice(at, at + AT_ONCE)
    const answers = await Promise.all(some.map((part) => loadAll(cube, part.query, paging)))
    for (const [nth, { query: asked, periodType }] of some.entries()) {
      const answer = answers[nth]
      if (!answer) continue
      const given = columnTypes(asked, answer.annotation)
      // the first part has all the columns
      if (types.length === 0) types = typesOf(query, given, periodType)
      const added = {
        ...(periodType && { [PERIOD_TYPE]: periodType }),
        ...(query.limit !== null && { [ROW_TOTAL]: answer.total ?? answer.rows.length }),
      }
      for (const row of toRows(asked, given, answer.rows)) rows.push({ ...row, ...added })
    }
  }
  if (rows.length > paging.maxRows) {
    throw new CubeFailure(
      'report-too-many-rows',
      `${query.file}: ${rows.length} rows, which every reader would download. Group by fewer dimensions, or give all_of fewer.`,
    )
  }
  return { rows: labelled(query, rows), types }
}

/** Every granularity with every subset of `all_of`; the subset of all dimensions first. */
function partsOf(query: QueryFile): Part[] {
  const several = query.timeDimensions.find(({ granularity }) => Array.isArray(granularity))
  const units = several && Array.isArray(several.granularity) ? several.granularity : [undefined]
  return units.flatMap((unit) =>
    subsetsOf(query.allOf).map((kept) => {
      const left = query.allOf.filter((one) => !kept.includes(one))
      return {
        periodType: unit,
        query: {
          ...query,
          dimensions: query.dimensions.filter((one) => !left.includes(one)),
          order: query.order.filter(([member]) => !left.includes(member)),
          timeDimensions: query.timeDimensions.map((time) =>
            time === several && unit ? { ...time, granularity: unit } : time,
          ),
          columns: query.columns
            .filter(({ member }) => !left.includes(member))
            .map((column) =>
              unit && column.member === several?.dimension
                ? { ...column, member: `${column.member}.${unit}` }
                : column,
            ),
        },
      }
    }),
  )
}

function subsetsOf(members: readonly string[]): string[][] {
  const [first, ...rest] = members
  if (first === undefined) return [[]]
  const without = subsetsOf(rest)
  return [...without.map((subset) => [first, ...subset]), ...without]
}

function typesOf(query: QueryFile, given: ColumnType[], periodType: string | undefined): ColumnType[] {
  const texts = namesOf(query)
  const added = (name: string, evidenceType: 'string' | 'number') =>
    ({ name, evidenceType, typeFidelity: 'precise' }) as const
  return [
    ...given.map((type) => (texts.has(type.name) ? added(type.name, 'string') : type)),
    ...(periodType ? [added(PERIOD_TYPE, 'string')] : []),
    ...(query.limit === null ? [] : [added(ROW_TOTAL, 'number')]),
  ]
}

/** The columns of the dimensions under `all_of`. */
function namesOf(query: QueryFile): Set<string> {
  return new Set(query.columns.filter(({ member }) => query.allOf.includes(member)).map(({ name }) => name))
}

/** Writes 'All' for what was left out, and keeps values that are called so, or are missing, apart from it. */
function labelled(query: QueryFile, rows: readonly Record<string, Cell>[]): Record<string, Cell>[] {
  const names = [...namesOf(query)]
  const missing = new Map(
    names.map((name) => [name, rows.some((row) => row[name] === 'Unknown') ? 'Missing' : 'Unknown']),
  )
  return rows.map((row) => {
    const labels = names.map((name) => {
      const value = row[name]
      if (value === undefined) return [name, ALL]
      if (value === null) return [name, missing.get(name)]
      return [name, value === ALL ? `“${ALL}”` : String(value)]
    })
    return { ...row, ...Object.fromEntries(labels) }
  })
}
