import type { Pool } from 'pg'
import {
  ClienteleError,
  canonical,
  derive,
  type Expectation,
  id,
  key,
  oneOf,
  publishedQuery,
  references,
  sql,
  text,
  transform,
} from '#engine'
import { numberColumns, stg_items } from '../tiny.ts'

/*
 * Wrong declarations that the compiler must refuse. `npm test` runs `tsc`, which fails if an expected error does not
 * occur. Nothing here is ever called.
 */

const shape = canonical('shape', { description: 'A shape', columns: numberColumns })
const spec = { description: 'A table', grain: ['item'], columns: numberColumns } as const
const query = sql`select 1`

const derivedNothing = derive({
  from: ['item'],
  adds: ['nothing'],
  with: () => ({ nothing: null }),
  code: [],
})

export const wrongDerivations = [
  // @ts-expect-error a column that the function does not return
  derive({ from: ['item'], adds: ['nothing'], with: () => ({}), code: [] }),
  // @ts-expect-error a column that the function does not receive
  derive({ from: ['item'], adds: ['more'], with: (row) => ({ more: row.other }), code: [] }),
]

export function stringsInSql(name: string) {
  // @ts-expect-error a string is not interpolated
  return sql`select ${name}`
}

export function stringsInFragments(name: string) {
  // @ts-expect-error a string is not interpolated, not even in a nested fragment
  return sql`select * from (${sql`select ${name}`}) inner_query`
}

const spoken = { columns: numberColumns, parameters: { item: id('Item') } }

export const wrongPublishedQueries = [
  // @ts-expect-error a parameter that was not declared
  publishedQuery('test.query', { ...spoken, query: ({ other }) => sql`select ${other}` }),
  // @ts-expect-error a query that is text
  publishedQuery('test.query', { ...spoken, query: () => 'select 1' }),
]

const published = publishedQuery('test.query', { ...spoken, query: ({ item }) => sql`select ${item}` })

export const wrongReads = async (pool: Pool) => [
  // @ts-expect-error a parameter without a value
  await published.read(pool, {}),
  // @ts-expect-error a value of another type
  await published.read(pool, { item: 1 }),
  // @ts-expect-error a column that the query does not have
  (await published.read(pool, { item: '1' }))[0]?.other,
  // @ts-expect-error a published query is not a relation that SQL can read
  sql`select * from ${published}`,
]

export const wrongDeclarations = (about: Expectation<'nothing'>) => [
  // @ts-expect-error a schema that is not a layer
  transform('elsewhere.table', { ...spec, query }),
  // @ts-expect-error a grain that is not a column
  transform('marts.table', { ...spec, grain: ['nothing'], query }),
  // @ts-expect-error an index on something that is not a column
  transform('marts.table', { ...spec, indexes: [['nothing']], query }),
  // @ts-expect-error a test of something that is not a column
  transform('marts.table', { ...spec, tests: [about], query }),
  // @ts-expect-error a reference from a column of another Postgres type
  transform('marts.table', { ...spec, tests: [references('amount', stg_items, 'item')], query }),
  // @ts-expect-error a derived column that is not a column
  transform('marts.table', { ...spec, derive: derivedNothing, query }),
  // @ts-expect-error a query that is text
  transform('marts.table', { ...spec, query: 'select 1' }),
]

const dimension = {
  description: 'A table',
  grain: ['item_key'],
  columns: {
    item_key: key('Item'),
    colour: oneOf('Colour', ['red', 'unknown']),
    name: text('Name').orNull(),
  },
  query,
} as const

export const wrongSpecialMembers = [
  // @ts-expect-error a column that is never null has no value
  transform('marts.table', { ...dimension, unknownMember: { item_key: -1 } }),
  // @ts-expect-error a value of another type
  transform('marts.table', { ...dimension, unknownMember: { item_key: 'none', colour: 'red' } }),
  // @ts-expect-error a value that is not in the list
  transform('marts.table', { ...dimension, unknownMember: { item_key: -1, colour: 'blue' } }),
  // @ts-expect-error a column that the dimension does not have
  transform('marts.table', { ...dimension, unknownMember: { item_key: -1, colour: 'red', other: 1 } }),
  // @ts-expect-error the same goes for the not-applicable member
  transform('marts.table', { ...dimension, notApplicableMember: { item_key: -2 } }),
]

export const wrongReferences = [
  // @ts-expect-error the target has no column of that name, and no other was given
  references('nothing', stg_items),
  // @ts-expect-error the target has no such column
  references('nothing', stg_items, 'neither'),
]

const { item } = numberColumns
const tooFew = { ...spec, columns: { item }, conformsTo: shape, query }
const nullable = {
  ...spec,
  columns: { ...numberColumns, item: id('Item').orNull() },
  conformsTo: shape,
  query,
}

const numberAsText = {
  ...spec,
  columns: { ...numberColumns, amount: text('Amount') },
  conformsTo: shape,
  query,
}
const colours = canonical('colours', {
  description: 'A shape',
  columns: { colour: oneOf('Colour', ['red', 'green']) },
})
const anyColour = {
  description: 'A table',
  grain: ['colour'],
  columns: { colour: text('Colour') },
  conformsTo: colours,
  query,
} as const

export const wrongShapes = [
  // @ts-expect-error another Postgres type, which TypeScript also reads as a string
  transform('staging.table', numberAsText),
  // @ts-expect-error text that may hold values that the shape does not have
  transform('staging.table', anyColour),
  // @ts-expect-error a column of the shape is missing
  transform('staging.table', tooFew),
  // @ts-expect-error null in a column that is never null in the shape
  transform('staging.table', nullable),
]

const coloured = publishedQuery('test.colours', { columns: colours.columns, query: () => query })
export const wrongColour = async (pool: Pool) =>
  // @ts-expect-error a value that is not in the list
  (await coloured.read(pool, {}))[0]?.colour === 'blue'

// @ts-expect-error a code that is not documented
export const wrongCode = new ClienteleError('no-such-code', 'Nothing happened.')
