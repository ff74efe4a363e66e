import { ClienteleError } from '../errors.ts'
import type { Columns } from './columns.ts'
import type { Derivation } from './derive.ts'
import type { Expectation, TestableColumn } from './expectations.ts'
import type { Procedure } from './procedure.ts'
import { type ColumnName, type Layer, layers, type Relation } from './relation.ts'
import { columns, type Literal, type Sql, sql, value } from './sql.ts'

/** A shape that staging transforms of many sources conform to. */
export interface CanonicalShape<C extends Columns = Columns> {
  readonly name: string
  readonly description: string
  readonly columns: C
}

/** The union of all transforms that conform to a shape; who they are is known once all are loaded. */
export interface Every<C extends Columns = Columns> extends Relation<C> {
  readonly kind: 'every'
  readonly shape: CanonicalShape<C>
}

export interface TransformSpec<C extends Columns> {
  readonly description: string
  /** The columns that tell one row from another; tested to be unique, and the table's primary key. */
  readonly grain: readonly [ColumnName<C>, ...ColumnName<C>[]]
  readonly columns: C
  /** More indexes, each a list of columns, for the queries people run. */
  readonly indexes?: readonly (readonly ColumnName<C>[])[]
  readonly tests?: readonly Expectation<TestableColumn<C>>[]
  /** One SELECT, or a procedure where that does not do. */
  readonly query: Sql | Procedure
  /** Fills columns that the query does not, in Node. */
  readonly derive?: Derivation<string, ColumnName<C>>
  /** Keeps in `ops` what must outlast the table. */
  readonly onPublish?: OnPublish
}

/**
 * Statements for the transaction that publishes a new version of the table: what they write is there with the
 * views, or not at all. They do not run again while that version stays, nor does changing them rebuild it.
 */
export type OnPublish = (self: Relation, runId: Literal) => readonly Sql[]

export interface Transform<C extends Columns = Columns> extends Relation<C> {
  readonly kind: 'transform'
  readonly layer: Layer
  /** Without the schema: also the name of the file and of the export. */
  readonly shortName: string
  readonly description: string
  readonly grain: readonly string[]
  readonly indexes: readonly (readonly string[])[]
  readonly tests: readonly Expectation[]
  readonly query: Sql | Procedure
  readonly derive: Derivation | null
  readonly onPublish: OnPublish | null
  readonly conformsTo: CanonicalShape | null
}

/**
 * Declares one table of the warehouse. `conformsTo` makes the compiler hold its columns against a canonical
 * shape, and makes it part of `every(shape)`.
 */
export function transform<C extends S, S extends Columns = Columns>(
  name: `${Layer}.${string}`,
  spec: TransformSpec<C> & { readonly conformsTo?: CanonicalShape<S> },
): Transform<C> {
  const [layer, shortName] = split(name)
  return {
    kind: 'transform',
    name,
    layer,
    shortName,
    description: spec.description,
    grain: spec.grain,
    columns: spec.columns,
    indexes: spec.indexes ?? [],
    tests: [...acceptedValues(spec.columns), ...(spec.tests ?? [])],
    query: spec.query,
    derive: spec.derive ?? null,
    onPublish: spec.onPublish ?? null,
    conformsTo: spec.conformsTo ?? null,
  }
}

/** Tests that columns with a declared list of values hold no others. */
function acceptedValues(declared: Columns): Expectation[] {
  return Object.entries(declared).flatMap(([name, { values }]) => {
    if (!values) return []
    const failing = (self: Relation) =>
      sql`select * from ${self} where ${columns(name)} <> all (${value(values)})`
    return [{ name: `accepted values: ${name}`, on: [name], failing }]
  })
}

export function canonical<C extends Columns>(
  name: string,
  spec: { readonly description: string; readonly columns: C },
): CanonicalShape<C> {
  return { name, description: spec.description, columns: spec.columns }
}

export function every<C extends Columns>(shape: CanonicalShape<C>): Every<C> {
  return { kind: 'every', name: `every ${shape.name}`, columns: shape.columns, shape }
}

function split(name: `${Layer}.${string}`): [Layer, string] {
  const dot = name.indexOf('.')
  const layer = layers.find((l) => l === name.slice(0, dot))
  if (!layer) {
    throw new ClienteleError(
      'transform-declaration',
      `${name}: the schema must be one of ${layers.join(', ')}.`,
      { name },
    )
  }
  return [layer, name.slice(dot + 1)]
}
