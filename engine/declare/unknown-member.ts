import type { Column, Columns } from './columns.ts'
import { ColumnList, type Constant, Literal, Sql, type SqlPart, value } from './sql.ts'

/** The key of a dimension's unknown member, for facts that name no member. */
export const unknownKey = value(-1)

/** A value of a column as a declaration writes it: keys are numbers, points in time and days are ISO texts. */
type Written<C> =
  C extends Column<infer T, infer P>
    ? P extends 'bigint'
      ? number
      : P extends 'text[]'
        ? readonly string[]
        : T extends Date
          ? string
          : NonNullable<T> & Constant
    : never

type Defaulted<C extends Columns> = {
  [K in keyof C]: C[K] extends Column<infer T, infer P>
    ? null extends T
      ? K
      : P extends 'text[]'
        ? K
        : never
    : never
}[keyof C]

/** A dimension's row for facts that name no member. A column that is left out is null, or an empty list. */
export type UnknownMember<C extends Columns> = {
  readonly [K in Exclude<keyof C, Defaulted<C>>]: Written<C[K]>
} & { readonly [K in Defaulted<C>]?: Written<C[K]> }

/** Adds the unknown member to the rows of a query, each value under the name of its column. */
export function withUnknownMember(
  query: Sql,
  columns: Columns,
  member: Readonly<Record<string, Constant | undefined>>,
): Sql {
  const strings = ['union all\nselect\n  ']
  const parts: SqlPart[] = []
  for (const [name, { pgType }] of Object.entries(columns)) {
    parts.push(new Literal(member[name] ?? (pgType === 'text[]' ? [] : null)), new ColumnList([name]))
    strings.push(`::${pgType} as `, ',\n  ')
  }
  strings[strings.length - 1] = ''
  const row = new Sql(strings, parts, null)
  const names = new ColumnList(Object.keys(columns))
  return new Sql(['select ', '\nfrom (', '\n) known\n', ''], [names, query, row], query.position)
}
