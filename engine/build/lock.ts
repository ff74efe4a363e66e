import type { Pool } from 'pg'
import { ClienteleError } from '../errors.ts'
import { type HeldLock, takeLock } from '../postgres/locks.ts'

/** Backends that build tables carry this name, so that a later run can find those of a run that was killed. */
export const backendName = 'clientele build'

/** The server may need a moment to notice that the process that held the lock was killed. */
const longestWait = 5000

/**
 * Takes the build lock, which ends with this process. Then ends the backends that a killed process may have left
 * running, and marks its runs as interrupted.
 */
export async function takeBuildLock(pool: Pool): Promise<HeldLock> {
  const held = await takeLock(pool.options, 'build', { milliseconds: longestWait })
  if (!held) throw await buildRunning(pool)
  try {
    // only those of this user: anybody can give a session this name
    await pool.query(
      `select pg_terminate_backend(pid, 10000) from pg_stat_activity
       where datname = current_database() and application_name = $1 and usename = current_user
         and pid <> pg_backend_pid()`,
      [backendName],
    )
    await pool.query(
      `update ops.runs set status = 'interrupted', finished_at = clock_timestamp() where status = 'running'`,
    )
    return held
  } catch (error) {
    await held.release()
    throw error
  }
}

async function buildRunning(pool: Pool): Promise<ClienteleError> {
  const { rows } = await pool.query<{ run_id: string; started_at: Date }>(
    `select run_id, started_at from ops.runs where status = 'running' order by run_id desc limit 1`,
  )
  const run = rows[0]
  const other = run ? `run ${run.run_id}, started ${run.started_at.toISOString()},` : 'another process'
  return new ClienteleError(
    'build-running',
    `Nothing was built: ${other} is building this warehouse. Wait until it has finished, or stop it.`,
    { run: run?.run_id ?? null },
  )
}
