import type { PoolClient } from 'pg'
import { ClienteleError, messageOf } from '../errors.ts'
import type { PlanStep } from './plan.ts'
import type { State } from './state.ts'
import type { Target } from './version.ts'

export async function openRun(client: PoolClient): Promise<number> {
  const { rows } = await client.query<{ run_id: string }>(
    `insert into ops.runs (status) values ('running') returning run_id`,
  )
  return Number(rows[0]?.run_id)
}

/** Writes down what a run means to do. */
export async function writePlan(
  client: PoolClient,
  runId: number,
  steps: readonly PlanStep[],
  wanted: ReadonlyMap<string, Target>,
  state: State,
): Promise<void> {
  for (const { relation, action, reasons } of steps) {
    const version = wanted.get(relation)?.version
    if (!version) continue
    await client.query(
      `insert into ops.steps (run_id, relation, version, reason, status, row_count) values ($1, $2, $3, $4, $5, $6)`,
      [
        runId,
        relation,
        version,
        reasons.join('; '),
        action === 'build' ? 'planned' : 'reused',
        state.built.get(`${relation} ${version}`)?.rowCount ?? null,
      ],
    )
  }
}

export async function recordStep(
  client: PoolClient,
  runId: number,
  relation: string,
  status: 'built' | 'failed',
  rowCount: number | null,
  seconds: number,
  error: string | null,
): Promise<void> {
  await client.query(
    `update ops.steps set status = $3, row_count = $4, seconds = $5, error = $6, finished_at = clock_timestamp()
     where run_id = $1 and relation = $2`,
    [runId, relation, status, rowCount, seconds.toFixed(3), error],
  )
}

export async function failRun(client: PoolClient, runId: number, error: unknown): Promise<void> {
  const message = messageOf(error)
  await client.query(
    `update ops.runs set status = 'failed', finished_at = clock_timestamp(), error = $2
     where run_id = $1 and status = 'running'`,
    [runId, message],
  )
}

/** One failure as it is; several as one error that lists them. */
export function failureOf(failed: ReadonlyMap<string, unknown>, skipped: readonly string[]): unknown {
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
    `${failed.size} transforms failed, ${skipped.length} that wait for them were not started:\n${messages.join('\n')}`,
    { failed: [...failed.keys()], skipped },
    { exitCode: Math.min(...exitCodes) },
  )
}
