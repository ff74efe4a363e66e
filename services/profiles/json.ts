import { z } from 'zod'
import { type Column, type Columns, columns as named, type Sql, sql } from '#engine'

/*
 * Rows as JSON. Keys and amounts are texts, because numbers of JSON lose their digits; other numbers are numbers; instants
 * are written in UTC with all their digits.
 */

/** The value of a column in JSON. */
type JsonValue<K, C> =
  C extends Column<infer T, infer P>
    ? P extends 'numeric'
      ? K extends `${string}_amount`
        ? T
        : Digits<T>
      : Written<T>
    : never
type Digits<T> = T extends string ? number : T
type Written<T> = T extends Date ? string : T

/** What rows with these columns look like. What the reader may not see, or did not ask for, is not in them. */
export function rowSchema<C extends Columns>(
  columns: C,
): z.ZodObject<{ [K in keyof C & string]: z.ZodOptional<z.ZodType<JsonValue<K, C[K]>>> }>
export function rowSchema(columns: Columns): z.ZodObject {
  return z.object(
    Object.fromEntries(
      Object.entries(columns).map(([name, column]) => [name, valueSchema(name, column).optional()]),
    ),
  )
}

function valueSchema(
  name: string,
  { schema, pgType, isNullable, description, personalData }: Column,
): z.ZodType {
  const own = pgType === 'timestamp with time zone' ? z.iso.datetime({ offset: true }) : z.number()
  const isOwn = pgType === 'timestamp with time zone' || (pgType === 'numeric' && !isAmount(name))
  const value = isOwn ? (isNullable ? own.nullable() : own) : schema
  return value.describe(
    personalData === null ? description : `${description}. Personal data: ${personalData}`,
  )
}

function isAmount(name: string): boolean {
  return name.endsWith('_amount')
}

/** The columns of what is selected from, as JSON has them, for a select list. */
export function jsonList(columns: Columns, names: readonly string[]): Sql {
  return names
    .map((name) => sql`${jsonColumn(name, columns[name])} as ${named(name)}`)
    .reduce((list, next) => sql`${list}, ${next}`)
}

function jsonColumn(name: string, column: Column | undefined): Sql {
  const type = column?.pgType ?? ''
  if (type === 'timestamp with time zone') return instantText(sql`${named(name)}`)
  if (type === 'bigint' || type.startsWith('numeric(') || isAmount(name)) return sql`${named(name)}::text`
  return sql`${named(name)}`
}

/** An instant as ISO 8601 in UTC. */
export function instantText(instant: Sql): Sql {
  return sql`to_char(${instant} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
}

/** Some columns of a contract, in this order. */
export function pick<C extends Columns, const N extends readonly (keyof C & string)[]>(
  columns: C,
  names: N,
): { readonly [K in N[number]]: C[K] }
export function pick(columns: Columns, names: readonly string[]): Columns {
  return Object.fromEntries(
    names.flatMap((name) => {
      const column = columns[name]
      return column ? [[name, column]] : []
    }),
  )
}
