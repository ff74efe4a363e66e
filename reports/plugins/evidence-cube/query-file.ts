import { basename } from 'node:path'
import { parseDocument } from 'yaml'
import { CubeFailure } from './failure.ts'

export type Direction = 'asc' | 'desc'
export type TimeDimension = {
  readonly dimension: string
  readonly granularity?: string
  readonly dateRange?: string | readonly string[]
}

/** One file of `sources/<name>/`: a Cube query, plus what its columns are called in pages. */
export type QueryFile = {
  readonly file: string
  readonly measures: readonly string[]
  readonly dimensions: readonly string[]
  readonly timeDimensions: readonly TimeDimension[]
  readonly filters: readonly unknown[]
  readonly segments: readonly string[]
  readonly order: readonly (readonly [string, Direction])[]
  readonly limit: number | null
  /** Columns in the order of the file: Cube's name for it, and ours. */
  readonly columns: readonly { readonly member: string; readonly name: string }[]
}

const KEYS = [
  'description',
  'measures',
  'dimensions',
  'timeDimensions',
  'filters',
  'segments',
  'order',
  'limit',
  'as',
]

export function parseQueryFile(text: string, path: string): QueryFile {
  const file = basename(path)
  const wrong = (problem: string) => new CubeFailure('report-query-invalid', `${file}: ${problem}`)

  const document = parseDocument(text)
  const syntax = document.errors[0]
  if (syntax) throw wrong(`is not valid YAML: ${syntax.message}`)
  const content: unknown = document.toJS()
  if (!isRecord(content)) throw wrong('must be a mapping with measures or dimensions.')
  for (const key of Object.keys(content)) {
    if (!KEYS.includes(key)) throw wrong(`does not know the key "${key}"; it may have ${KEYS.join(', ')}.`)
  }

  const list = (key: string): unknown[] => {
    const value = content[key] ?? []
    if (!Array.isArray(value)) throw wrong(`${key} must be a list.`)
    return value
  }
  const members = (key: string): string[] =>
    list(key).map((value) => {
      if (typeof value !== 'string')
        throw wrong(`${key} must be a list of member names such as orders.count.`)
      return value
    })

  const measures = members('measures')
  const dimensions = members('dimensions')
  const timeDimensions = list('timeDimensions').map((value): TimeDimension => {
    if (!isRecord(value) || typeof value.dimension !== 'string') {
      throw wrong('each of timeDimensions needs a dimension, and a granularity to be a column.')
    }
    const { dimension, granularity, dateRange } = value
    return {
      dimension,
      ...(typeof granularity === 'string' ? { granularity } : {}),
      ...(typeof dateRange === 'string' || isStrings(dateRange) ? { dateRange } : {}),
    }
  })

  const produced = [
    ...timeDimensions.flatMap((time) => (time.granularity ? [`${time.dimension}.${time.granularity}`] : [])),
    ...dimensions,
    ...measures,
  ]
  if (produced.length === 0) throw wrong('asks for no column: give it measures or dimensions.')

  const renames = content.as ?? {}
  if (!isRecord(renames)) throw wrong('as must map a member to a column name.')
  for (const member of Object.keys(renames)) {
    if (!produced.includes(member)) {
      throw wrong(`as names ${member}, which the query does not ask for (${produced.join(', ')}).`)
    }
  }
  const columns = produced.map((member) => {
    const name = renames[member] ?? member.split('.').slice(1).join('_')
    if (typeof name !== 'string' || !/^[a-z][a-z0-9_]*$/.test(name)) {
      throw wrong(`the column for ${member} must have a name in lower case, digits and underscores.`)
    }
    return { member, name }
  })
  const twice = columns.find((column, at) => columns.findIndex((other) => other.name === column.name) !== at)
  if (twice) throw wrong(`has two columns called ${twice.name}: rename one under "as".`)

  const limit = content.limit ?? null
  if (limit !== null && (typeof limit !== 'number' || !Number.isInteger(limit) || limit < 1)) {
    throw wrong('limit must be a whole number above zero.')
  }

  return {
    file,
    measures,
    dimensions,
    timeDimensions,
    filters: list('filters'),
    segments: members('segments'),
    order: withTiebreakers(orderOf(content.order, wrong), timeDimensions, dimensions),
    limit,
    columns,
  }
}

function orderOf(order: unknown, wrong: (problem: string) => CubeFailure): [string, Direction][] {
  const pairs: unknown[] = Array.isArray(order) ? order : isRecord(order) ? Object.entries(order) : []
  if (order !== undefined && !Array.isArray(order) && !isRecord(order))
    throw wrong('order must map a member to asc or desc.')
  return pairs.map((pair) => {
    const [member, direction] = Array.isArray(pair) ? pair : []
    if (typeof member !== 'string' || (direction !== 'asc' && direction !== 'desc')) {
      throw wrong('order must map a member to asc or desc.')
    }
    return [member, direction]
  })
}

/** A row of a grouped query is known by its dimensions, so ordering by all of them makes pages stable. */
function withTiebreakers(
  order: [string, Direction][],
  timeDimensions: readonly TimeDimension[],
  dimensions: readonly string[],
): [string, Direction][] {
  const grouped = [
    ...timeDimensions.filter((time) => time.granularity).map((time) => time.dimension),
    ...dimensions,
  ]
  const missing = grouped.filter((member) => !order.some(([ordered]) => ordered === member))
  return [...order, ...missing.map((member): [string, Direction] => [member, 'asc'])]
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isStrings(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string')
}
