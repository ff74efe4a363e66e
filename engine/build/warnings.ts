import type { ClientBase } from 'pg'
import type { TestResult } from './audit.ts'

/** A test that warns about rows of a published table. */
export interface Warning {
  readonly relation: string
  readonly test: string
  readonly rowCount: number
  /** One of the rows without personal data, as JSON. */
  readonly sample: string | null
}

/** Keeps the warnings of a version of a table with it, because later builds print them without testing it again. */
export async function keepWarnings(
  client: ClientBase,
  relation: string,
  version: string,
  results: readonly TestResult[],
): Promise<void> {
  const warnings = results.flatMap(({ severity, test, failedCount, sample }) =>
    severity === 'warning' && failedCount > 0 ? [{ test, rowCount: failedCount, sample }] : [],
  )
  await client.query('update ops.tables set warnings = $3 where relation = $1 and version = $2', [
    relation,
    version,
    JSON.stringify(warnings),
  ])
}

/** The warnings of the published tables. */
export async function readWarnings(client: ClientBase): Promise<Warning[]> {
  const { rows } = await client.query<Warning>(
    `select relation, w.test, w."rowCount", w.sample
     from ops.published
     join ops.tables using (relation, version)
     cross join lateral jsonb_to_recordset(warnings) as w(test text, "rowCount" float8, sample text)
     order by relation, test`,
  )
  return rows
}
