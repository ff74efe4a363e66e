import type { Columns } from './columns.ts'

/**
 * Terminology
 * - relation: anything that a query can read: a raw table, a transform, the union of a canonical shape, the as-of day,
 *   the key ring
 * - transform: a declared table that one query fills
 * - contract: the columns of a relation with their types and meaning; the DDL is generated from it
 * - canonical shape: a contract that several staging transforms conform to; `every(shape)` is their union
 * - definition: what decides the rows of a transform; metadata: what describes them
 * - version: a hash of the definition and of the versions of everything it reads; a physical table is named by it
 * - publication: all views are moved to the newest versions, in one transaction
 */

/** Schemas that hold transforms, in the order in which data flows. */
export const layers = ['staging', 'identity', 'warehouse', 'marts'] as const
export type Layer = (typeof layers)[number]

/** What a query can interpolate and read. */
export interface Relation<C extends Columns = Columns> {
  readonly kind: 'raw' | 'transform' | 'every' | 'as-of' | 'key ring'
  /** As people write it, e.g. `warehouse.fct_orders`. */
  readonly name: string
  readonly columns: C
}

export type ColumnName<C extends Columns> = keyof C & string

/** A subquery for all members of a canonical shape's union, on one line; without members it is empty. */
export function unionText(
  union: Relation,
  members: readonly Relation[],
  nameOf: (relation: Relation) => string,
): string {
  const columns = Object.entries(union.columns)
  if (members.length === 0) {
    return `(select ${columns.map(([name, c]) => `null::${c.pgType} as ${name}`).join(', ')} where false)`
  }
  const list = columns.map(([name]) => name).join(', ')
  return `(${members.map((m) => `select ${list} from ${nameOf(m)}`).join(' union all ')})`
}
