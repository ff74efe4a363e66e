/** Turns Cube's results into the JSON of its REST API, as the native addon does. */

type Row = Readonly<Record<string, unknown>>
type TimeDimension = { dimension: string; granularity?: string; dateRange?: string[] }
type Query = { measures?: string[]; dimensions?: string[]; timeDimensions?: TimeDimension[] }
type QueryType = 'regularQuery' | 'compareDateRangeQuery' | 'blendingQuery'
type Shape = {
  aliasToMemberNameMap: Readonly<Record<string, string>>
  annotation: Readonly<Record<string, { type?: string }>>
  query: Query
  queryType: QueryType
  resType?: 'default' | 'compact' | 'columnar'
}

export type Result = {
  getArray(): Iterable<Row>
  getTransformData(): [Shape]
  getRootResultObject(): [Row]
}

export function singleAnswer(result: Result): Row {
  const [shape] = result.getTransformData()
  return { ...result.getRootResultObject()[0], data: shaped(shape, [...result.getArray()]) }
}

/** The answer to a query that Cube split into several, such as one that compares two periods. */
export function combinedAnswer(results: readonly Result[], { queryType, slowQuery }: Row): Row {
  const shapes = results.map((result) => result.getTransformData()[0])
  const pivotQuery = combinedQuery(
    shapes[0]?.queryType ?? 'regularQuery',
    shapes.map(({ query }) => query),
  )
  return { queryType, results: results.map(singleAnswer), pivotQuery, slowQuery }
}

type Column = { name: string; read: (row: Row) => unknown }

function shaped(shape: Shape, rows: Row[]): unknown {
  const columns = columnsOf(shape, rows[0])
  const members = columns.map(({ name }) => name)
  if (shape.resType === 'compact')
    return { members, dataset: rows.map((row) => columns.map(({ read }) => read(row))) }
  if (shape.resType === 'columnar')
    return { members, columns: columns.map(({ read }) => rows.map((row) => read(row))) }
  return rows.map((row) => Object.fromEntries(columns.map(({ name, read }) => [name, read(row)])))
}

/**
 * Columns named by member, as clients know them, instead of by the alias in the SQL. A member without an
 * annotation is one that the reader may not see. Cube refuses it here, whether there are rows or not.
 */
function columnsOf(shape: Shape, row: Row | undefined): Column[] {
  const { query, annotation } = shape
  // a time dimension without a granularity filters rows, and is no column
  const times = (query.timeDimensions ?? []).filter(({ granularity }) => granularity)
  for (const { dimension } of times) requireVisible(annotation, dimension)
  for (const member of [...(query.measures ?? []), ...(query.dimensions ?? [])])
    requireVisible(annotation, member)
  const columns: Column[] = []
  const finest = new Map<string, Column & { granularity: string }>()
  for (const alias of Object.keys(row ?? {})) {
    const member = shape.aliasToMemberNameMap[alias]
    if (member === undefined) throw new Error(`Member name not found for alias: '${alias}'`)
    const isTime = requireVisible(annotation, member).type === 'time'
    const read = (from: Row) => (isTime ? timeText(from[alias]) : from[alias])
    columns.push({ name: member, read })
    const [cube, dimension, granularity] = member.split('.')
    const name = `${cube}.${dimension}`
    if (granularity === undefined || query.dimensions?.includes(name)) continue
    const known = finest.get(name)
    if (!known || fineness(granularity) < fineness(known.granularity))
      finest.set(name, { name, read, granularity })
  }
  // clients also read a time dimension by its name without the granularity
  columns.push(...finest.values())
  columns.push(...combinedColumns(shape, columns))
  return columns
}

/** What the answers of a query that Cube split have in addition. */
function combinedColumns({ query, queryType }: Shape, columns: readonly Column[]): Column[] {
  const time = query.timeDimensions?.[0]
  if (queryType === 'compareDateRangeQuery') {
    const range = (time?.dateRange ?? []).join(' - ')
    return [{ name: 'compareDateRange', read: () => range }]
  }
  if (queryType === 'blendingQuery' && time?.granularity) {
    const source = columns.find(({ name }) => name === `${time.dimension}.${time.granularity}`)
    return source ? [{ name: `time.${time.granularity}`, read: source.read }] : []
  }
  return []
}

function requireVisible(annotation: Shape['annotation'], member: string): { type?: string } {
  const item = annotation[member]
  if (item) return item
  throw new Error(`You requested hidden member: '${member}'. Please make it visible using \`public: true\`.`)
}

const granularities = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year']

function fineness(granularity: string): number {
  const at = granularities.indexOf(granularity)
  return at < 0 ? granularities.length : at
}

/** Cube writes instants in the time zone of the query, with milliseconds and without the zone. */
function timeText(value: unknown): unknown {
  return value instanceof Date ? value.toISOString().slice(0, -1) : value
}

function combinedQuery(queryType: QueryType, queries: readonly Query[]): Row {
  const [first = {}] = queries
  if (queryType === 'compareDateRangeQuery')
    return { ...first, dimensions: ['compareDateRange', ...(first.dimensions ?? [])], queryType }
  if (queryType !== 'blendingQuery') return { ...first, queryType }
  const { granularity, dateRange } = first.timeDimensions?.[0] ?? {}
  return {
    measures: [...new Set(queries.flatMap((query) => query.measures ?? []))],
    dimensions: [...new Set(queries.flatMap((query) => query.dimensions ?? []))],
    timeDimensions: [{ dimension: 'time', granularity, dateRange }],
    queryType,
  }
}
