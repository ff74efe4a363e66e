import type { ProcedureContext } from '#engine'
import { CopyInto } from '../../../engine/postgres/copy.ts'

export type Cell = string | number | boolean | null

/** How many rows are in memory at a time. */
const batch = 20_000

/** The rows of a query in batches, every value as text. Nothing else may be fetched by the name `scored` meanwhile. */
export async function* batches(
  client: ProcedureContext['client'],
  query: string,
): AsyncGenerator<readonly (readonly (string | null)[])[]> {
  await client.query(`declare scored no scroll cursor for ${query}`)
  for (;;) {
    const { rows } = await client.query<(string | null)[]>({
      text: `fetch ${batch} from scored`,
      rowMode: 'array',
      types: { getTypeParser: () => (text: string) => text },
    })
    if (rows.length > 0) yield rows
    if (rows.length < batch) break
  }
  await client.query('close scored')
}

/**
 * Streams the rows of a query through a function into a table, in the transaction of the procedure. Memory does not grow with
 * the number of rows. The query has to order its rows by a unique key if the function adds anything up.
 */
export async function scoreRows(
  client: ProcedureContext['client'],
  {
    query,
    into,
    score,
  }: {
    readonly query: string
    /** The table with its columns, as COPY wants them: `score (customer_key, probability)`. */
    readonly into: string
    readonly score: (row: readonly (string | null)[]) => readonly Cell[]
  },
): Promise<void> {
  for await (const rows of batches(client, query)) {
    const copy = new CopyInto(client, `copy ${into} from stdin with (format csv)`)
    try {
      await copy.write(rows.map((row) => `${score(row).map(csv).join(',')}\n`).join(''))
      await copy.end()
    } catch (error) {
      await copy.fail(error instanceof Error ? error : new Error(String(error)))
      throw error
    }
  }
}

function csv(cell: Cell): string {
  if (cell === null) return ''
  return typeof cell === 'string' ? `"${cell.replaceAll('"', '""')}"` : String(cell)
}
