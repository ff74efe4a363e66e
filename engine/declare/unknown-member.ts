import type { Column, Columns } from './columns.ts'
import { ColumnList, type Constant, Literal, Sql, type SqlPart, value } from './sql.ts'

/** The key of a dimension's unknown member, for facts that name no member. */
export const unknownKey = value(-1)

/** The key of the member for facts to which the dimension does not apply, such as the store of an order on the web. */
export const notApplicableKey = value(-2)

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

/** A dimension's row for facts that name no real member. A column that is left out is null, or an empty list. */
export type SpecialMember<C extends Columns> = {
  readonly [K in Exclude<keyof C, Defaulted<C>>]: Written<C[K]>
} & { readonly [K in Defaulted<C>]?: Written<C[K]> }

/** The values of such a row, whatever the columns are. */
type MemberValues = Readonly<Record<string, Constant | undefined>>

/** Adds the special members to the rows of a query, each value under the name of its column. */
export function withSpecialMembers(query: Sql, columns: Columns, members: readonly MemberValues[]): Sql {
  const names = new ColumnList(Object.keys(columns))
  const rows = members.map((member) => memberRow(columns, member))
  const strings = ['select ', '\nfrom (', '\n) known\n', ...rows.map(() => '\n')]
  strings[strings.length - 1] = ''
  return new Sql(strings, [names, query, ...rows], query.position)
}

function memberRow(columns: Columns, member: MemberValues): Sql {
  const strings = ['union all\nselect\n  ']
  const parts: SqlPart[] = []
  for (const [name, { pgType }] of Object.entries(columns)) {
    parts.push(new Literal(member[name] ?? (pgType === 'text[]' ? [] : null)), new ColumnList([name]))
    strings.push(`::${pgType} as `, ',\n  ')
  }
  strings[strings.length - 1] = ''
  return new Sql(strings, parts, null)
}
