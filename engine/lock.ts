import type { PoolClient } from 'pg'
import { ClienteleError } from './errors.ts'

/** Backends that build tables carry this name, so that a later run can find those of a run that was killed. */
export const backendName = 'clientele build'

/**
 * Takes the one lock that builds need, for as long as the session lives; a killed process gives it back.
 * Then ends what such a process may have left running, and marks its runs.
 */
export async function takeBuildLock(client: PoolClient): Promise<void> {
  const { rows } = await client.query<{ taken: boolean }>(
    `select pg_try_advisory_lock(hashtext('clientele'), hashtext('build')) as taken`,
  )
  if (!rows[0]?.taken) {
    const running = await client.query<{ run_id: string; started_at: Date }>(
      `select run_id, started_at from ops.runs where status = 'running' order by run_id desc limit 1`,
    )
    const run = running.rows[0]
    const who = run ? `run ${run.run_id}, started ${run.started_at.toISOString()},` : 'another run'
    throw new ClienteleError(
      'build-running',
      `Nothing was done: ${who} is building this warehouse. Wait for it, or stop it.`,
      {
        run: run?.run_id ?? null,
      },
    )
  }
  await client.query(
    `select pg_terminate_backend(pid, 10000) from pg_stat_activity
     where datname = current_database() and application_name = $1 and pid <> pg_backend_pid()`,
    [backendName],
  )
  await client.query(
    `update ops.runs set status = 'interrupted', finished_at = clock_timestamp() where status = 'running'`,
  )
}

export async function giveBackBuildLock(client: PoolClient): Promise<void> {
  await client.query(`select pg_advisory_unlock(hashtext('clientele'), hashtext('build'))`)
}
