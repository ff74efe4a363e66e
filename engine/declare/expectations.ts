import type { Columns } from './columns.ts'
import type { ColumnName, Relation } from './relation.ts'
import { columns, type Sql, sql, value } from './sql.ts'

/** A data test: a query for the rows that break it. It passes when there are none. */
export interface Expectation<out K extends string = string> {
  readonly name: string
  /** The columns it speaks of; the compiler holds them against the transform's contract. */
  readonly on: readonly K[]
  /** The failing rows of `self`, the table under test. */
  failing(self: Relation): Sql
}

/** No two rows agree on all of these columns. */
export function unique<K extends string>(...on: readonly K[]): Expectation<K> {
  const list = columns(...on)
  return {
    name: `unique: ${on.join(', ')}`,
    on,
    failing: (self) =>
      sql`select ${list}, count(*) as copies from ${self} group by ${list} having count(*) > 1`,
  }
}

/** None of these columns is null. */
export function notNull<K extends string>(...on: readonly K[]): Expectation<K> {
  return {
    name: `not null: ${on.join(', ')}`,
    on,
    failing: (self) => sql`select * from ${self} where num_nulls(${columns(...on)}) > 0`,
  }
}

export function notNegative<K extends string>(on: K): Expectation<K> {
  return {
    name: `not negative: ${on}`,
    on: [on],
    failing: (self) => sql`select * from ${self} where ${columns(on)} < 0`,
  }
}

/** The column holds nothing but these values (or null, where it may). */
export function accepted<K extends string>(on: K, values: readonly string[]): Expectation<K> {
  return {
    name: `accepted values: ${on}`,
    on: [on],
    failing: (self) =>
      sql`select * from ${self} where ${columns(on)} <> all (string_to_array(${value(values.join('\u001f'))}, chr(31)))`,
  }
}

/** Every value is found in a column of another relation, by default the one of the same name. */
export function references<K extends string, C extends Columns>(
  on: K,
  target: Relation<C>,
  ...[targetColumn = on]: K extends ColumnName<C> ? [ColumnName<C>?] : [ColumnName<C>]
): Expectation<K> {
  return {
    name: `references: ${on} in ${target.name}`,
    on: [on],
    failing: (self) =>
      sql`select t.* from ${self} t where t.${columns(on)} is not null and not exists (select from ${target} r where r.${columns(targetColumn)} = t.${columns(on)})`,
  }
}

/** A condition that holds in every row (null counts as holding). */
export function holds(name: string, condition: Sql): Expectation<never> {
  return {
    name,
    on: [],
    failing: (self) => sql`select * from ${self} where not (${condition})`,
  }
}

/** A query of any shape that must come back empty, such as a total compared with another table's. */
export function returnsNone(name: string, failing: (self: Relation) => Sql): Expectation<never> {
  return { name, on: [], failing }
}
