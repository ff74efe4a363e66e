import { canonical, derive, type Expectation, id, references, sql, transform } from '#engine'
import { numberColumns, stg_items } from '../tiny.ts'

/*
 * Wrong declarations, each of which the compiler must refuse: `tsc`, which `npm test` runs, complains about an
 * expected error that is not there. Nothing here is ever called.
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
  // @ts-expect-error a column that was promised is not given
  derive({ from: ['item'], adds: ['nothing'], with: () => ({}), code: [] }),
  // @ts-expect-error a column that is not asked for
  derive({ from: ['item'], adds: ['more'], with: (row) => ({ more: row.other }), code: [] }),
]

export function stringsInSql(name: string) {
  // @ts-expect-error a string is not interpolated
  return sql`select ${name}`
}

export const wrongDeclarations = (about: Expectation<'nothing'>) => [
  // @ts-expect-error a schema that is not a room of the house
  transform('elsewhere.table', { ...spec, query }),
  // @ts-expect-error a grain that is not a column
  transform('marts.table', { ...spec, grain: ['nothing'], query }),
  // @ts-expect-error an index on what is not a column
  transform('marts.table', { ...spec, indexes: [['nothing']], query }),
  // @ts-expect-error a test of what is not a column
  transform('marts.table', { ...spec, tests: [about], query }),
  // @ts-expect-error a derived column that is not a column
  transform('marts.table', { ...spec, derive: derivedNothing, query }),
  // @ts-expect-error a query that is text
  transform('marts.table', { ...spec, query: 'select 1' }),
]

export const wrongReferences = [
  // @ts-expect-error the target has no column of that name, and none was named
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

export const wrongShapes = [
  // @ts-expect-error a column of the shape is missing
  transform('staging.table', tooFew),
  // @ts-expect-error null where the shape has none
  transform('staging.table', nullable),
]
