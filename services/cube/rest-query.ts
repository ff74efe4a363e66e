import { UserError } from '@cubejs-backend/api-gateway'
import { z } from 'zod'

/**
 * The queries that programs may send. Cube itself accepts more in them, meant for its own SQL API: JavaScript that
 * becomes SQL, joins with SQL of the reader's own, and lists of masked members.
 */
const member = z.string().regex(/^\w+\.\w+$/, 'must be a member, such as orders.country')
const dimension = z.string().regex(/^\w+\.\w+(\.\w+)?$/, 'must be a member, such as orders.country')
const direction = z.enum(['asc', 'desc'])
const value = z.union([z.string(), z.number(), z.boolean(), z.null()])
const condition = z.strictObject({
  member: member.optional(),
  dimension: member.optional(),
  operator: z.string().regex(/^\w{1,40}$/, 'must be the name of an operator, such as equals'),
  values: z.array(value).optional(),
})
type Filter = z.infer<typeof condition> | { or: Filter[] } | { and: Filter[] }
const filter: z.ZodType<Filter> = z.lazy(() =>
  z.union([condition, z.strictObject({ or: z.array(filter) }), z.strictObject({ and: z.array(filter) })], {
    error: 'must have a member, an operator and values, or a list under "or" or "and"',
  }),
)
/** Cube's own answer to more is an internal error. */
const mostRows = Number(process.env.CUBEJS_DB_QUERY_LIMIT || 50_000)
const range = z.union([z.string(), z.array(z.string()).min(1).max(2)])
const cache = z.enum(['stale-if-slow', 'stale-while-revalidate', 'must-revalidate', 'no-cache'])

const query = z.strictObject({
  measures: z.array(member).optional(),
  dimensions: z.array(dimension).optional(),
  segments: z.array(member).optional(),
  filters: z.array(filter).optional(),
  timeDimensions: z
    .array(
      z.strictObject({
        dimension: member,
        granularity: z.string().regex(/^\w+$/).nullish(),
        dateRange: range.optional(),
        compareDateRange: z.array(range).min(1).max(10).optional(),
      }),
    )
    .optional(),
  order: z.union([z.record(dimension, direction), z.array(z.tuple([dimension, direction]))]).optional(),
  limit: z.int().min(0).max(mostRows).optional(),
  offset: z.int().min(0).optional(),
  total: z.boolean().optional(),
  timezone: z.string().max(100).optional(),
  cache: cache.optional(),
  ungrouped: z.boolean().optional(),
  responseFormat: z.enum(['default', 'compact', 'columnar']).optional(),
})
const queries = z.union([query, z.array(query).min(1).max(10)])

/** Returns the query that a program sent as JSON, or says what is wrong with it. */
export function readQuery(sent: unknown): unknown {
  const parsed = typeof sent === 'string' ? parseJson(sent) : sent
  if (typeof parsed !== 'object' || parsed === null) throw new UserError('Send a query as JSON.')
  requireModest(parsed)
  const { error } = Array.isArray(parsed) ? queries.safeParse(parsed) : query.safeParse(parsed)
  if (!error) return parsed
  const [issue] = error.issues
  // the place is a list of keys that the reader wrote
  const place = (issue?.path ?? []).map(String).join('.').slice(0, 100)
  throw new UserError(`The query is not one that Cube answers. ${place ? `${place}: ` : ''}${issue?.message}`)
}

export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new UserError('The query is not JSON.')
  }
}

const maxDepth = 20
const maxValues = 10_000
/** Cube needs a millisecond for each condition, in which it answers nobody else. */
const maxConditions = 500

/** Refuses what would keep the server busy, before anything walks through it. */
export function requireModest(sent: unknown): void {
  let values = 0
  let conditions = 0
  let level: unknown[] = [sent]
  for (let depth = 0; level.length > 0; depth++) {
    values += level.length
    conditions += level.filter((node) => isObject(node) && !Array.isArray(node)).length
    if (depth > maxDepth) throw new UserError(`The query is nested more than ${maxDepth} levels deep.`)
    if (values > maxValues) throw tooMuch(`${maxValues} values`)
    if (conditions > maxConditions) throw tooMuch(`${maxConditions} conditions`)
    level = level.flatMap((node) => (isObject(node) ? Object.values(node) : []))
  }
}

function tooMuch(what: string): UserError {
  return new UserError(`The query has more than ${what}. Ask in several queries.`)
}

function isObject(node: unknown): node is object {
  return typeof node === 'object' && node !== null
}
