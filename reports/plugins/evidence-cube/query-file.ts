import { basename } from 'node:path'
import { parseDocument } from 'yaml'
import { z } from 'zod/v4'
import { CubeFailure } from './failure.ts'

/** One file of `sources/<name>/`: a Cube query, and what its columns are called in pages. */
export type QueryFile = {
  readonly file: string
  readonly measures: readonly string[]
  readonly dimensions: readonly string[]
  /** The dimensions of which every subset is asked. They are among `dimensions` too. */
  readonly allOf: readonly string[]
  readonly timeDimensions: readonly TimeDimension[]
  readonly filters: readonly unknown[]
  readonly segments: readonly string[]
  readonly order: readonly Order[]
  readonly limit: number | null
  /** In the order of the file: Cube's name of a column, and its name in pages. */
  readonly columns: readonly { readonly member: string; readonly name: string }[]
}

type TimeDimension = z.infer<typeof timeDimension>
type Order = readonly [member: string, direction: 'asc' | 'desc']

/** With n dimensions, 2 ** n queries are asked. */
const MOST_OF_ALL = 4
/** Columns that the datasource adds: the length of a row's period, and the rows there are without the limit. */
export const PERIOD_TYPE = 'period_type'
export const ROW_TOTAL = 'row_total'

const member = z.string('must be a member, such as orders.order_count')
const members = z.array(member, 'must be a list of members, such as orders.order_count').default([])
const unit = z.string('must be a unit of time, such as month')
const timeDimension = strict('must have a dimension, and a granularity to be a column', {
  dimension: member,
  granularity: z
    .union([unit, z.array(unit).min(2)], 'must be a unit of time, such as month, or several of them')
    .optional(),
  dateRange: z.union([z.string(), z.array(z.string())], 'must be text or a list of two days').optional(),
})
const direction = z.enum(['asc', 'desc'])
const wholeNumber = 'must be a whole number above zero'

const schema = strict('must be a mapping with measures or dimensions', {
  description: z.string('must be text').optional(),
  measures: members,
  dimensions: members,
  all_of: members,
  timeDimensions: z.array(timeDimension, 'must be a list').default([]),
  filters: z.array(z.unknown(), 'must be a list').default([]),
  segments: members,
  order: z
    .union(
      [
        z.record(z.string(), direction).transform((order) => Object.entries(order)),
        z.array(z.tuple([z.string(), direction])),
      ],
      'must map a member to asc or desc',
    )
    .default([]),
  limit: z.int(wholeNumber).min(1, wholeNumber).nullable().default(null),
  as: z.record(z.string(), z.string('must be a name'), 'must map a member to a column name').default({}),
})

export function parseQueryFile(text: string, path: string): QueryFile {
  const file = basename(path)
  const invalid = (problem: string) => new CubeFailure('report-query-invalid', `${file}: ${problem}.`)

  const document = parseDocument(text)
  const [syntax] = document.errors
  if (syntax) throw invalid(`is not valid YAML: ${syntax.message}`)
  const parsed = schema.safeParse(document.toJS())
  if (!parsed.success) throw invalid(parsed.error.issues.map(problemOf).join('; '))
  const { measures, timeDimensions, filters, segments, order, limit, as: names, all_of: allOf } = parsed.data
  const dimensions = [
    ...parsed.data.dimensions,
    ...allOf.filter((one) => !parsed.data.dimensions.includes(one)),
  ]

  const grouped = timeDimensions.filter(({ granularity }) => granularity !== undefined)
  const severalAt = grouped.filter(({ granularity }) => Array.isArray(granularity))
  if (allOf.length > MOST_OF_ALL)
    throw invalid(
      `all_of has ${allOf.length} dimensions, which would be ${2 ** allOf.length} queries; it may have ${MOST_OF_ALL}`,
    )
  if (severalAt.length > 1) throw invalid('only one time dimension may have several granularities')
  if (limit !== null && (allOf.length > 0 || severalAt.length > 0))
    throw invalid('a limit would cut each of the queries of all_of or of several granularities: leave it out')

  const asked = [
    ...grouped.map(({ dimension, granularity }) =>
      typeof granularity === 'string' ? `${dimension}.${granularity}` : dimension,
    ),
    ...dimensions,
    ...measures,
  ]
  if (asked.length === 0) throw invalid('asks for no column: give it measures or dimensions')
  const unasked = Object.keys(names).find((name) => !asked.includes(name))
  if (unasked) throw invalid(`as names ${unasked}, which the query does not ask for (${asked.join(', ')})`)
  const columns = asked.map((member) => ({
    member,
    name: names[member] ?? member.split('.').slice(1).join('_'),
  }))
  const taken = [...(severalAt.length > 0 ? [PERIOD_TYPE] : []), ...(limit === null ? [] : [ROW_TOTAL])]
  for (const [at, { member, name }] of columns.entries()) {
    if (!/^[a-z][a-z0-9_]*$/.test(name))
      throw invalid(
        `the column for ${member} must have a name in lower case, digits and underscores, not "${name}"`,
      )
    if (columns.findIndex((other) => other.name === name) < at || taken.includes(name))
      throw invalid(`has two columns called ${name}: rename one under "as"`)
  }

  const rowKeys = [...grouped.map(({ dimension }) => dimension), ...dimensions]
  return {
    file,
    measures,
    dimensions,
    allOf,
    timeDimensions,
    filters,
    segments,
    order: stable(order, rowKeys),
    limit,
    columns,
  }
}

function problemOf(issue: z.core.$ZodIssue): string {
  return [issue.path.join('.'), issue.message].filter((part) => part !== '').join(' ')
}

/** An object without other keys; `otherwise` is the message for what is no such object. */
function strict<T extends z.core.$ZodLooseShape>(otherwise: string, shape: T) {
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return otherwise
      const known = Object.keys(shape).join(', ')
      return `does not know the key "${issue.keys.join('", "')}"; it may have ${known}`
    },
  })
}

/** A row is identified by its dimensions, so ordering by all of them as well makes pages stable. */
function stable(order: readonly Order[], rowKeys: readonly string[]): Order[] {
  const missing = rowKeys.filter((key) => !order.some(([member]) => member === key))
  return [...order, ...missing.map((key): Order => [key, 'asc'])]
}
