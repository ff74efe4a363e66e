import type { Pool } from 'pg'
import { ClienteleError } from '../errors.ts'
import { databaseLost } from '../postgres/lost.ts'

/**
 * Says what became of a run whose connection was lost. Postgres may have published it although its answer did not
 * arrive, so it is asked again, if it can be.
 */
export async function lostRun(pool: Pool, runId: number | null, error: unknown): Promise<ClienteleError> {
  if (error instanceof ClienteleError && error.code === 'database-lost') return error
  const again = 'Run `clientele build` again: it uses what was built.'
  const status = runId === null ? 'not begun' : await statusOf(pool, runId)
  if (status === 'published')
    return databaseLost(error, `Run ${runId} was published before that, and is complete.`, { run: runId })
  if (status === null)
    return databaseLost(
      error,
      'Postgres does not answer now, so it is not known whether the run was published; it is published completely or ' +
        `not at all. Start Postgres, then run \`clientele build\` again.`,
      { run: runId },
    )
  return databaseLost(error, `Nothing was published, and the previous warehouse is unchanged. ${again}`, {
    run: runId,
  })
}

/** Waits for a publication that Postgres is still committing. Null if it does not answer. */
async function statusOf(pool: Pool, runId: number): Promise<string | null> {
  try {
    const { rows } = await pool.query<{ status: string }>(
      'select status from ops.runs where run_id = $1 for update',
      [runId],
    )
    return rows[0]?.status ?? 'removed'
  } catch {
    return null
  }
}
