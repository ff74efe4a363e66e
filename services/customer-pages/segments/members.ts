import type { Pool } from 'pg'
import type { Sight } from '../../profiles/fields.ts'
import { csvLine } from './csv.ts'
import { membersPersonal, membersPlain, personalColumns, plainColumns } from './queries.ts'

const atOnce = 2000

/** Names of the personal columns that somebody of this sight gets. */
export function personalFor({ kinds }: Sight): readonly (keyof typeof personalColumns)[] {
  return (['full_name', 'email', 'phone'] as const).filter((name) => {
    const kind = personalColumns[name].personalData
    return kind === null || kinds.has(kind)
  })
}

/** The members of a segment as CSV, some at a time, all of one publication. Before some are sent, `note` is given their keys. */
export async function* membersCsv(
  pool: Pool,
  segmentName: string,
  markets: readonly string[] | null,
  personal: readonly (keyof typeof personalColumns)[],
  note: (customerKeys: readonly string[]) => Promise<void>,
): AsyncGenerator<string> {
  yield csvLine([...Object.keys(plainColumns), ...personal])
  const client = await pool.connect()
  try {
    await client.query('begin isolation level repeatable read read only')
    for (let after: string | null = null; ; ) {
      const values = { segment_name: segmentName, markets: markets && [...markets], after, limit: atOnce }
      const rows = await membersPlain.read(client, values)
      const customer_keys = rows.map((row) => row.customer_key)
      const known = personal.length > 0 ? await membersPersonal.read(client, { customer_keys }) : []
      if (customer_keys.length > 0) await note(customer_keys)
      const byKey = new Map(known.map((row) => [row.customer_key, row]))
      yield rows
        .map((row) =>
          csvLine([...Object.values(row), ...personal.map((name) => byKey.get(row.customer_key)?.[name])]),
        )
        .join('')
      if (rows.length < atOnce) break
      after = customer_keys.at(-1) ?? null
    }
  } finally {
    await client.query('rollback').catch(() => {})
    client.release()
  }
}
