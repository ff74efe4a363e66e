import { type CanonicalShape, type Columns, Sql, type Transform, transform } from '#engine'

/** A query that returns these rows; columns they leave out are null. */
export function rowsSql(columns: Columns, rows: readonly object[]): Sql {
  const typed = Object.entries(columns).map(([name, { pgType }]) => `${name} ${pgType}`)
  const literal = `'${JSON.stringify(rows).replaceAll("'", "''")}'`
  return new Sql([`select * from jsonb_to_recordset(${literal}) as r(${typed.join(', ')})`], [], null)
}

/** A staging table that holds these rows. */
export function staged<C extends Columns>(
  name: string,
  shape: CanonicalShape<C>,
  rows: readonly object[],
): Transform<C> {
  const [key = ''] = Object.keys(shape.columns)
  return transform(`staging.${name}`, {
    description: 'Made up',
    grain: [key],
    columns: shape.columns,
    conformsTo: shape,
    query: rowsSql(shape.columns, rows),
  })
}

/** A transform of the same name and contract that holds these rows. */
export function madeUp(t: Transform, rows: readonly object[]): Transform {
  return { ...t, indexes: [], tests: [], query: rowsSql(t.columns, rows), derive: null, conformsTo: null }
}
