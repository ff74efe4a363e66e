import { ClienteleError } from '../errors.ts'
import type { Columns } from './columns.ts'
import type { Derivation } from './derive.ts'
import { accepted, type Expectation, type TestableColumn } from './expectations.ts'
import type { Procedure } from './procedure.ts'
import { type ColumnName, type Layer, layers, type Relation } from './relation.ts'
import { type Literal, Sql } from './sql.ts'
import { type SpecialMember, withSpecialMembers } from './unknown-member.ts'

/** A shape that staging transforms of several sources conform to. */
export interface CanonicalShape<C extends Columns = Columns> {
  readonly name: string
  readonly description: string
  readonly columns: C
  /** What facts rely on: tests of every transform that conforms. */
  readonly tests: readonly Expectation[]
}

/** The union of all transforms that conform to a shape. Its members are known once all transforms are loaded. */
export interface Every<C extends Columns = Columns> extends Relation<C> {
  readonly kind: 'every'
  readonly shape: CanonicalShape<C>
}

/** The longest text that is looked up, in bytes. */
export const longestLookedUp = 1000

export interface TransformSpec<C extends Columns> {
  readonly description: string
  /** The columns that identify a row: the table's primary key, tested to be unique. */
  readonly grain: readonly [ColumnName<C>, ...ColumnName<C>[]]
  readonly columns: C
  /** Additional indexes, each a list of columns. */
  readonly indexes?: readonly (readonly ColumnName<C>[])[]
  /** Texts that people search for by a part or with a typing mistake: each gets an index of its trigrams. */
  readonly searched?: readonly ColumnName<C>[]
  /**
   * Texts that people look up whole or by their beginning: each gets an index of the values of at most `longestLookedUp` bytes,
   * because one that is longer than a page of an index would end the build. Queries say so, to be answered by it.
   */
  readonly lookedUp?: readonly ColumnName<C>[]
  readonly tests?: readonly Expectation<TestableColumn<C>>[]
  /** One SELECT, or a procedure if one SELECT is not enough. */
  readonly query: Sql | Procedure
  /** Columns that are filled in Node instead of by the query. */
  readonly derive?: Derivation<string, ColumnName<C>>
  /** The row of a dimension that facts refer to if they name no member; the query does not return it. */
  readonly unknownMember?: SpecialMember<NoInfer<C>>
  /** The row of a dimension that facts refer to if the dimension does not apply to them. */
  readonly notApplicableMember?: SpecialMember<NoInfer<C>>
  /** Copies to `ops` what must outlast the table. */
  readonly onPublish?: OnPublish
}

/**
 * Statements that run in the transaction that publishes a new version of the table, so that what they write appears
 * together with the views. They run once for each version; changing them does not rebuild the table.
 */
export type OnPublish = (self: Relation, runId: Literal) => readonly Sql[]

export interface Transform<C extends Columns = Columns> extends Relation<C> {
  readonly kind: 'transform'
  readonly layer: Layer
  /** The name without the schema; also the name of the file and of the export. */
  readonly shortName: string
  readonly description: string
  readonly grain: readonly string[]
  readonly indexes: readonly (readonly string[])[]
  readonly searched: readonly string[]
  readonly lookedUp: readonly string[]
  readonly tests: readonly Expectation[]
  readonly query: Sql | Procedure
  readonly derive: Derivation | null
  readonly onPublish: OnPublish | null
  readonly conformsTo: CanonicalShape | null
}

/**
 * Declares one table of the warehouse. With `conformsTo` it becomes part of `every(shape)`, and the compiler checks that
 * it has the columns of the shape.
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
    searched: spec.searched ?? [],
    lookedUp: spec.lookedUp ?? [],
    tests: testsByName([
      ...acceptedValues(spec.columns),
      ...(spec.conformsTo?.tests ?? []),
      ...(spec.tests ?? []),
    ]),
    query: queryOf(name, spec),
    derive: spec.derive ?? null,
    onPublish: spec.onPublish ?? null,
    conformsTo: spec.conformsTo ?? null,
  }
}

function queryOf<C extends Columns>(name: string, spec: TransformSpec<C>): Sql | Procedure {
  const members = [spec.unknownMember, spec.notApplicableMember].filter((member) => member !== undefined)
  if (members.length === 0) return spec.query
  if (spec.query instanceof Sql && !spec.derive) return withSpecialMembers(spec.query, spec.columns, members)
  throw new ClienteleError(
    'transform-declaration',
    `${name}: an unknown or not-applicable member can be added to a query only, not to a procedure or a derivation. Let those write the row, and remove unknownMember and notApplicableMember.`,
    { name },
  )
}

/** A transform may declare a test that its canonical shape has, too. */
function testsByName(tests: readonly Expectation[]): Expectation[] {
  return [...new Map(tests.map((test) => [test.name, test])).values()]
}

/** Tests that columns with a declared list of values hold no others. */
function acceptedValues(declared: Columns): Expectation[] {
  return Object.entries(declared).flatMap(([name, { values }]) => (values ? [accepted(name, values)] : []))
}

export function canonical<C extends Columns>(
  name: string,
  spec: {
    readonly description: string
    readonly columns: C
    readonly tests?: readonly Expectation<TestableColumn<C>>[]
  },
): CanonicalShape<C> {
  return { name, description: spec.description, columns: spec.columns, tests: spec.tests ?? [] }
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
