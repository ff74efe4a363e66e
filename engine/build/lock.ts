import { setTimeout as pause } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { ClienteleError } from '../errors.ts'

/** Backends that build tables carry this name, so that a later run can find those of a run that was killed. */
export const backendName = 'clientele build'

/** How long the lock is waited for: the server may take a moment to see that a process was killed. */
const patience = 5000

/**
 * Takes the one lock that builds need, for as long as the session lives; a killed process gives it back.
 * Then ends what such a process may have left running, and marks its runs.
 */
export async function takeBuildLock(client: PoolClient): Promise<void> {
  const until = performance.now() + patience
  while (!(await tryLock(client))) {
    if (performance.now() > until) throw await buildRunning(client)
    await pause(100)
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

async function tryLock(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ taken: boolean }>(
    `select pg_try_advisory_lock(hashtext('clientele'), hashtext('build')) as taken`,
  )
  return rows[0]?.taken ?? false
}

async function buildRunning(client: PoolClient): Promise<ClienteleError> {
  const { rows } = await client.query<{ run_id: string; started_at: Date }>(
    `select run_id, started_at from ops.runs where status = 'running' order by run_id desc limit 1`,
  )
  const run = rows[0]
  const who = run ? `run ${run.run_id}, started ${run.started_at.toISOString()},` : 'another run'
  return new ClienteleError(
    'build-running',
    `Nothing was done: ${who} is building this warehouse. Wait for it, or stop it.`,
    { run: run?.run_id ?? null },
  )
}

export async function giveBackBuildLock(client: PoolClient): Promise<void> {
  await client.query(`select pg_advisory_unlock(hashtext('clientele'), hashtext('build'))`)
}
