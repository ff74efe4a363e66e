import type { Pool, PoolClient } from 'pg'
import { ClienteleError, messageOf } from '../errors.ts'
import { isConnectionLost } from '../postgres/lost.ts'
import type { BuildContext } from './context.ts'

export async function openRun(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ run_id: string }>(
    `insert into ops.runs (status) values ('running') returning run_id`,
  )
  return Number(rows[0]?.run_id)
}

/** Records what a run is going to do. */
export async function recordPlan(run: BuildContext): Promise<void> {
  for (const { relation, action, reasons } of run.steps) {
    const version = run.targets.get(relation)?.version
    if (!version) continue
    await run.keeper.query(
      `insert into ops.steps (run_id, relation, version, reason, status, row_count)
       values ($1, $2, $3, $4, $5, $6)`,
      [
        run.runId,
        relation,
        version,
        reasons.join('; '),
        action === 'build' || action === 'update' ? 'planned' : 'reused',
        run.state.built.get(`${relation} ${version}`)?.rowCount ?? null,
      ],
    )
  }
}

interface StepResult {
  readonly status: 'built' | 'updated' | 'failed'
  readonly rowCount: number | null
  readonly seconds: number
  readonly error: string | null
}

export async function recordStep(run: BuildContext, relation: string, result: StepResult): Promise<void> {
  await run.pool.query(
    `update ops.steps
     set status = $3, row_count = $4, seconds = $5, error = $6, finished_at = clock_timestamp()
     where run_id = $1 and relation = $2`,
    [run.runId, relation, result.status, result.rowCount, result.seconds.toFixed(3), result.error],
  )
}

/** If this cannot be written either, the next run says that this one was interrupted. */
export async function failRun(pool: Pool, runId: number, error: unknown): Promise<void> {
  if (isConnectionLost(error)) return
  await pool.query(
    `update ops.runs set status = 'failed', finished_at = clock_timestamp(), error = $2
     where run_id = $1 and status = 'running'`,
    [runId, messageOf(error)],
  )
}

/** A single failure unchanged; several as one error that lists them. */
export function failureOf(failed: ReadonlyMap<string, unknown>, skipped: readonly string[]): unknown {
  const lost = [...failed.values()].find(isConnectionLost)
  if (lost) return lost
  const [first, ...more] = failed.values()
  if (more.length === 0) return first
  const messages = [...failed].map(([name, error]) =>
    error instanceof Error ? error.message : `${name}: ${error}`,
  )
  const exitCodes = [...failed.values()].map((error) =>
    error instanceof ClienteleError ? error.exitCode : 1,
  )
  return new ClienteleError(
    'build-failed',
    `${failed.size} transforms failed, and ${skipped.length} that depend on them were not started:\n${messages.join('\n')}`,
    { failed: [...failed.keys()], skipped },
    { exitCode: Math.min(...exitCodes), cause: first },
  )
}
