import { setTimeout as pause } from 'node:timers/promises'
import type { PoolClient } from 'pg'
import { ClienteleError } from '../errors.ts'
import { tryLock, unlock } from '../postgres/locks.ts'

/** Backends that build tables carry this name, so that a later run can find those of a run that was killed. */
export const backendName = 'clientele build'

/** The server may need a moment to notice that the process that held the lock was killed. */
const longestWait = 5000

/**
 * Takes the build lock for as long as the session lives; a killed process releases it. Then ends the backends
 * such a process may have left running, and marks its runs as interrupted.
 */
export async function takeBuildLock(client: PoolClient): Promise<void> {
  const until = performance.now() + longestWait
  while (!(await tryLock(client, 'build'))) {
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

export async function releaseBuildLock(client: PoolClient): Promise<void> {
  await unlock(client, 'build')
}

async function buildRunning(client: PoolClient): Promise<ClienteleError> {
  const { rows } = await client.query<{ run_id: string; started_at: Date }>(
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
