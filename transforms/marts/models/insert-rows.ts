import type { ProcedureContext } from '#engine'

/** A row as a program makes it: numbers are rounded by `rounded`, days are text, and lists and objects are for JSON. */
export type MadeRow<K extends string> = Readonly<
  Record<K, string | number | boolean | null | readonly object[] | Readonly<Record<string, object>>>
>

/** Writes a few rows that a program made, such as parameters. Tables that grow with customers are written by SQL or COPY. */
export async function insertRows<K extends string>(
  { client, into, nameOf }: ProcedureContext,
  rows: readonly MadeRow<K>[],
): Promise<void> {
  const [first] = rows
  if (!first) return
  const table = nameOf(into)
  const list = Object.keys(first).join(', ')
  await client.query(
    `insert into ${table} (${list}) select ${list} from jsonb_populate_recordset(null::${table}, $1::jsonb)`,
    [JSON.stringify(rows)],
  )
}

/** So many digits after the point that machines whose last digits of a logarithm differ agree. */
export function rounded(number: number, digits = 6): number {
  const text = number.toFixed(digits)
  // -0 would be written differently from 0
  return Number(text) + 0
}

export const roundedOrNull = (number: number | null | undefined, digits = 6): number | null =>
  number === null || number === undefined ? null : rounded(number, digits)
