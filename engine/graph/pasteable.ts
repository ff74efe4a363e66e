import pg from 'pg'
import type { Relation } from '../declare/relation.ts'
import { render, Sql } from '../declare/sql.ts'
import type { Transform } from '../declare/transform.ts'
import type { Graph } from './graph.ts'

export interface Pasteable {
  /** One statement, which returns the rows of the table as of a day when it is pasted into psql. */
  readonly sql: string
  /** What a reader should know about it. */
  readonly notes: readonly string[]
}

/**
 * A transform as SQL on published relations, personal data in the clear. The columns are in the order and of the types of
 * the table. What code fills cannot be written as SQL, so its published result is read. `tableName` says how relations
 * are written, if not by their published names.
 */
export function pasteable(
  graph: Graph,
  t: Transform,
  day: string,
  tableName: (relation: Relation) => string = publishedName,
): Pasteable {
  const nameOf = graph.naming(tableName, day)
  const rows = (from: string) => `select\n${columnsOf(t)}\nfrom ${from}`
  const unmasked = Object.values(t.columns).some((column) => column.personalData)
    ? ['Reads personal data in the clear, which only members of clientele_pii may.']
    : []
  if (!(t.query instanceof Sql)) {
    const note = 'Filled by a procedure rather than one query, so this reads its result.'
    return { sql: rows(publishedName(t)), notes: [note, ...unmasked] }
  }
  const query = render(t.query, nameOf).text.trim()
  if (!t.derive) return { sql: rows(`(\n${query}\n) query`), notes: unmasked }
  const note = `Code adds ${t.derive.adds.join(', ')} to the rows of the query below, so this reads the result.`
  const commented = query.split('\n').map((line) => `  ${line}`)
  return { sql: rows(publishedName(t)), notes: [note, ...commented, ...unmasked] }
}

/** Tables round and cast what a query returns, so the same is done here. */
function columnsOf(t: Transform): string {
  return Object.entries(t.columns)
    .map(([name, { pgType }]) => `  ${pg.escapeIdentifier(name)}::${pgType} as ${pg.escapeIdentifier(name)}`)
    .join(',\n')
}

export function publishedName(relation: Relation): string {
  const isPersonal = Object.values(relation.columns).some((column) => column.personalData)
  if (relation.kind !== 'transform' || !isPersonal) return relation.name
  return `pii.${relation.name.slice(relation.name.indexOf('.') + 1)}`
}
