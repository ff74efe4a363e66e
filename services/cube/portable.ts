import { createRequire } from 'node:module'

/**
 * Portable mode: Cube's server without its native addon, for machines the addon cannot be had on. What the
 * server reaches of the addon from JavaScript is replaced here, before the server is loaded:
 * its log sink, the Jinja engine, and the shaping of query results. docs/adr/0003 says why.
 */

type Row = Readonly<Record<string, unknown>>
type TimeDimension = { dimension: string; granularity?: string; dateRange?: string[] }
type Query = { measures?: string[]; dimensions?: string[]; timeDimensions?: TimeDimension[] }
type Shape = {
  aliasToMemberNameMap: Readonly<Record<string, string>>
  annotation: Readonly<Record<string, { type?: string }>>
  query: Query
  queryType: 'regularQuery' | 'compareDateRangeQuery' | 'blendingQuery'
  resType?: 'default' | 'compact' | 'columnar'
}
type Result = {
  getArray(): Iterable<Row>
  getTransformData(): [Shape]
  getRootResultObject(): [Row]
}
type MultiResult = { getResults(): Result[]; rootResultObject: Row }

type JinjaEngine = { loadTemplate: () => never; renderTemplate: () => never }

type Addon = {
  loadNative(): unknown
  setupLogger: () => void
  isFallbackBuild: () => boolean
  NativeInstance: { prototype: { newJinjaEngine: () => JinjaEngine } }
  ResultWrapper: { prototype: { getFinalResult: (this: Result) => Promise<Uint8Array> } }
  ResultMultiWrapper: { prototype: { getFinalResult: (this: MultiResult) => Promise<Uint8Array> } }
}

/** What a reader of the start message misses in portable mode. */
export const missingInPortable = ['SQL API', 'Jinja in models', 'Cube Store'] as const

/** Settings Cube must run under when there is no addon. */
export const portableEnvironment = {
  CUBEJS_TESSERACT_SQL_PLANNER: 'false',
  CUBEJS_TRANSPILATION_NATIVE: 'false',
} as const

const require = createRequire(import.meta.url)

function addon(): Addon {
  return require('@cubejs-backend/native')
}

export function canLoadAddon(): boolean {
  try {
    addon().loadNative()
    return true
  } catch {
    return false
  }
}

/** Must run before `@cubejs-backend/server-core` is loaded. */
export function replaceAddon(): void {
  const native = addon()
  native.setupLogger = () => {}
  native.isFallbackBuild = () => true
  // made for every model, asked only for one that has templates
  native.NativeInstance.prototype.newJinjaEngine = () => ({ loadTemplate: noJinja, renderTemplate: noJinja })
  native.ResultWrapper.prototype.getFinalResult = async function () {
    return bytes(finished(this))
  }
  native.ResultMultiWrapper.prototype.getFinalResult = async function () {
    const results = this.getResults()
    const { queryType, slowQuery } = this.rootResultObject
    const queries = results.map((result) => result.getTransformData()[0].query)
    const type = results[0]?.getTransformData()[0].queryType ?? 'regularQuery'
    return bytes({
      queryType,
      results: results.map(finished),
      pivotQuery: pivotQuery(type, queries),
      slowQuery,
    })
  }
}

function noJinja(): never {
  throw new Error('Jinja in a model needs the native addon of Cube: write plain YAML, or install the addon.')
}

function bytes(answer: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(answer))
}

function finished(result: Result): Row {
  const shape = result.getTransformData()[0]
  return { ...result.getRootResultObject()[0], data: shaped(shape, [...result.getArray()]) }
}

type Column = { name: string; read: (row: Row) => unknown }

function shaped(shape: Shape, rows: Row[]): unknown {
  const columns = columnsOf(shape, rows[0])
  if (shape.resType === 'compact') {
    return {
      members: columns.map((column) => column.name),
      dataset: rows.map((row) => columns.map((column) => column.read(row))),
    }
  }
  if (shape.resType === 'columnar') {
    return {
      members: columns.map((column) => column.name),
      columns: columns.map((column) => rows.map((row) => column.read(row))),
    }
  }
  return rows.map((row) => Object.fromEntries(columns.map((column) => [column.name, column.read(row)])))
}

/**
 * Members as the client knows them, for the aliases of the SQL. A member without annotation is one the
 * reader may not see: this is where Cube refuses it, with rows or without.
 */
function columnsOf(shape: Shape, row: Row | undefined): Column[] {
  const { query, annotation } = shape
  const timeDimensions = query.timeDimensions ?? []
  const asked = [...(query.measures ?? []), ...(query.dimensions ?? [])]
  // a time dimension without granularity only bounds the rows, and is not in the answer
  const shown = timeDimensions.filter((time) => time.granularity).map((time) => time.dimension)
  for (const member of [...asked, ...shown]) visible(annotation, member)
  const columns: Column[] = []
  const finest = new Map<string, Column & { granularity: string }>()
  for (const alias of Object.keys(row ?? {})) {
    const member = shape.aliasToMemberNameMap[alias]
    if (member === undefined) throw new Error(`Member name not found for alias: '${alias}'`)
    const isTime = visible(annotation, member).type === 'time'
    const read = (from: Row) => (isTime ? timeText(from[alias]) : from[alias])
    columns.push({ name: member, read })
    const [cube, dimension, granularity] = member.split('.')
    const plain = `${cube}.${dimension}`
    if (granularity === undefined || query.dimensions?.includes(plain)) continue
    const known = finest.get(plain)
    if (!known || level(granularity) < level(known.granularity))
      finest.set(plain, { name: plain, read, granularity })
  }
  // clients still read a time dimension by its name without the granularity
  columns.push(...finest.values())
  columns.push(...columnsOfSeveralQueries(shape, columns))
  return columns
}

function columnsOfSeveralQueries(shape: Shape, columns: Column[]): Column[] {
  const time = shape.query.timeDimensions?.[0]
  if (shape.queryType === 'compareDateRangeQuery') {
    const range = (time?.dateRange ?? []).join(' - ')
    return [{ name: 'compareDateRange', read: () => range }]
  }
  if (shape.queryType === 'blendingQuery' && time?.granularity) {
    const source = columns.find((column) => column.name === `${time.dimension}.${time.granularity}`)
    return source ? [{ name: `time.${time.granularity}`, read: source.read }] : []
  }
  return []
}

function visible(annotation: Shape['annotation'], member: string): { type?: string } {
  const item = annotation[member]
  if (item) return item
  throw new Error(`You requested hidden member: '${member}'. Please make it visible using \`public: true\`.`)
}

const levels = ['second', 'minute', 'hour', 'day', 'week', 'month', 'quarter', 'year']

function level(granularity: string): number {
  const at = levels.indexOf(granularity)
  return at < 0 ? levels.length : at
}

/** Cube's instants have milliseconds and no zone: they are in the zone of the query. */
function timeText(value: unknown): unknown {
  return value instanceof Date ? value.toISOString().slice(0, -1) : value
}

function pivotQuery(queryType: Shape['queryType'], queries: Query[]): Row {
  const [first = {}] = queries
  if (queryType === 'compareDateRangeQuery') {
    return { ...first, dimensions: ['compareDateRange', ...(first.dimensions ?? [])], queryType }
  }
  if (queryType === 'blendingQuery') {
    const unique = (members: string[]) => [...new Set(members)]
    const granularity = first.timeDimensions?.[0]?.granularity
    return {
      measures: unique(queries.flatMap((query) => query.measures ?? [])),
      dimensions: unique(queries.flatMap((query) => query.dimensions ?? [])),
      timeDimensions: [{ dimension: 'time', granularity, dateRange: first.timeDimensions?.[0]?.dateRange }],
      queryType,
    }
  }
  return { ...first, queryType }
}
