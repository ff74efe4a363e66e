import type { Column, Columns } from './columns.ts'
import type { ColumnName, Relation } from './relation.ts'
import { columns, type Sql, sql, value } from './sql.ts'

/** A data test: a query for the rows that fail it. It passes if there are none. */
export interface Expectation<out On extends string = string> {
  readonly name: string
  /** A warning never stops a publication; every build prints it until its rows are gone. Without it, a failure does. */
  readonly severity?: 'warning'
  /** The columns it needs, as `name`, or as `name: type` if the type matters. The compiler compares them with the contract. */
  readonly on: readonly On[]
  /** What a column refers to, if that is what it tests. */
  readonly refersTo?: { readonly column: string; readonly relation: Relation }
  /** The failing rows of `self`, the table under test. */
  failing(self: Relation): Sql
  /**
   * A condition on one row of `self` that is true if the row fails. Tests that look at rows one by one have it; staging
   * sets aside the rows that fail them.
   */
  fails?(self: Relation): Sql
  /** Whether that condition compares the row with other rows of `self`. */
  readonly looksAtOthers?: true
}

/** A test that looks at each row by itself. */
function ofEachRow<On extends string>(name: string, on: readonly On[], fails: Sql): Expectation<On> {
  return { name, on, failing: (self) => sql`select * from ${self} where ${fails}`, fails: () => fails }
}

export type TypedColumn<K extends string, C extends Column> = `${K}: ${C['pgType']}`

/** The columns that a test of a relation with this contract can need. */
export type TestableColumn<C extends Columns> = {
  [K in ColumnName<C>]: K | TypedColumn<K, C[K]>
}[ColumnName<C>]

/** No two rows agree on all of these columns. */
export function unique<K extends string>(...on: readonly K[]): Expectation<K> {
  const list = columns(...on)
  return {
    name: `unique: ${on.join(', ')}`,
    on,
    failing: (self) =>
      sql`select ${list}, count(*) as copies from ${self} group by ${list} having count(*) > 1`,
    fails: (self) => sql`(${list}) in (select ${list} from ${self} group by ${list} having count(*) > 1)`,
    looksAtOthers: true,
  }
}

/** None of these columns is null. */
export function notNull<K extends string>(...on: readonly K[]): Expectation<K> {
  return ofEachRow(`not null: ${on.join(', ')}`, on, sql`num_nulls(${columns(...on)}) > 0`)
}

export function notNegative<K extends string>(on: K): Expectation<K> {
  return ofEachRow(`not negative: ${on}`, [on], sql`${columns(on)} < 0`)
}

/** Every value is one of these; null counts as one. */
export function accepted<K extends string>(on: K, values: readonly string[]): Expectation<K> {
  return ofEachRow(`accepted values: ${on}`, [on], sql`${columns(on)} <> all (${value(values)})`)
}

/** Short enough for an entry of an index, which holds at most 2,700 bytes. */
export function indexable<K extends string>(on: K): Expectation<K> {
  return ofEachRow(`at most 600 characters: ${on}`, [on], sql`length(${columns(on)}) > 600`)
}

/** Every value is found in a column of another relation, by default the one of the same name; the types must agree. */
export function references<K extends ColumnName<C>, C extends Columns>(
  on: K,
  target: Relation<C>,
): Expectation<TypedColumn<K, C[K]>>
export function references<K extends string, C extends Columns, T extends ColumnName<C>>(
  on: K,
  target: Relation<C>,
  targetColumn: T,
): Expectation<TypedColumn<K, C[T]>>
export function references(on: string, target: Relation, targetColumn = on): Expectation {
  return {
    name: `references: ${on} in ${target.name}`,
    on: [`${on}: ${target.columns[targetColumn]?.pgType}`],
    refersTo: { column: on, relation: target },
    failing: (self) => sql`
      select t.*
      from ${self} t
      where t.${columns(on)} is not null
        and not exists (select from ${target} r where r.${columns(targetColumn)} = t.${columns(on)})`,
  }
}

/** The same test as a warning: for what somebody should know about published rows that are right as far as they go. */
export function warns<On extends string>({ name, on, failing }: Expectation<On>): Expectation<On> {
  return { name, on, failing, severity: 'warning' }
}

/** A condition that is true in every row; null counts as true. */
export function holds(name: string, condition: Sql): Expectation<never> {
  return ofEachRow(name, [], sql`not (${condition})`)
}

/** Any query that must return no rows, such as a comparison of totals with another table. */
export function returnsNone(name: string, failing: (self: Relation) => Sql): Expectation<never> {
  return { name, on: [], failing }
}
