import { availableParallelism } from 'node:os'
import type { Pool, PoolClient } from 'pg'
import type { Relation } from '../declare/relation.ts'
import { messageOf } from '../errors.ts'
import type { Warehouse } from '../graph/catalogue.ts'
import type { Graph } from '../graph/graph.ts'
import { syncSources } from '../loading/raw-tables.ts'
import { releaseBuildLock, takeBuildLock } from './lock.ts'
import { type PlanStep, plan } from './plan.ts'
import { dropSuperseded, publish, viewHashOf } from './publish.ts'
import { failRun, failureOf, openRun, recordStep, writePlan } from './runs.ts'
import { runSchedule, type Task } from './schedule.ts'
import { readRawVersions, readState, type State } from './state.ts'
import { buildTable } from './table.ts'
import { type Target, targets } from './version.ts'

export type BuildEvent =
  | { readonly type: 'planned'; readonly runId: number | null; readonly steps: readonly PlanStep[] }
  | { readonly type: 'step-started'; readonly relation: string }
  | {
      readonly type: 'step-finished'
      readonly relation: string
      readonly rowCount: number
      readonly testCount: number
      readonly seconds: number
    }
  | {
      readonly type: 'step-failed'
      readonly relation: string
      readonly message: string
      readonly seconds: number
    }
  | { readonly type: 'published'; readonly runId: number }

export interface BuildOptions {
  /** How many tables are built at once, as far as the pool's connections go; by default one a core, at most 4. */
  readonly jobs?: number
  readonly onEvent?: (event: BuildEvent) => void
}

export interface BuildSummary {
  /** Null where everything was as wanted and no run was needed. */
  readonly runId: number | null
  readonly built: number
  readonly reused: number
  readonly kept: number
  readonly removed: number
  readonly rowCount: number
  readonly testCount: number
  readonly seconds: number
}

/** What a build would do now. */
export async function planBuild(client: PoolClient, graph: Graph): Promise<PlanStep[]> {
  return (await look(client, graph)).steps
}

/**
 * Builds what is missing, tests it, and publishes all of it at once. A failure leaves the published warehouse
 * as it was; what was built by then is used by the next run.
 *
 * Errors: `build-running`, `transform-failed`, `tests-failed`, `build-failed` (several), `view-in-use`.
 */
export async function build(pool: Pool, warehouse: Warehouse, options: BuildOptions): Promise<BuildSummary> {
  const started = performance.now()
  const keeper = await pool.connect()
  try {
    await takeBuildLock(keeper)
    try {
      await syncSources(keeper, warehouse.entities.values(), warehouse.isInUse)
      return await lockedBuild(pool, keeper, warehouse.graph, options, started)
    } finally {
      await releaseBuildLock(keeper)
    }
  } finally {
    keeper.release()
  }
}

async function lockedBuild(
  pool: Pool,
  keeper: PoolClient,
  graph: Graph,
  options: BuildOptions,
  started: number,
): Promise<BuildSummary> {
  const report = options.onEvent ?? (() => {})
  const now = await look(keeper, graph)
  if (now.isCurrent) {
    report({ type: 'planned', runId: null, steps: now.steps })
    await dropSuperseded(keeper)
    return { runId: null, ...summarise(now.steps), rowCount: 0, testCount: 0, seconds: secondsSince(started) }
  }
  const runId = await openRun(keeper)
  const reader = await pool.connect()
  try {
    // This transaction stays open while raw tables are read, so that all are read as of one moment. It begins
    // after the run is written down: what is built in the same snapshot refers to it.
    await reader.query('begin isolation level repeatable read read only')
    const snapshot = await reader.query<{ id: string }>('select pg_export_snapshot() as id')
    const { wanted, state, steps } = await look(reader, graph)
    await writePlan(keeper, runId, steps, wanted, state)
    report({ type: 'planned', runId, steps })
    const done = { rowCount: 0, testCount: 0 }
    const run = { id: runId, snapshot: snapshot.rows[0]?.id ?? '' }
    const nameOf = graph.naming((read) => {
      const physical = wanted.get(read.name)?.physicalName
      return physical ? `build."${physical}"` : read.name
    })
    const tasks = steps
      .filter((step) => step.action === 'build')
      .flatMap((step) => wanted.get(step.relation) ?? [])
      .map((target) => buildTask(pool, target, nameOf, graph, run, report, done))
    const result = await runSchedule(tasks, jobsFor(pool, options.jobs))
    if (result.failed.size > 0) throw failureOf(result.failed, result.skipped)
    await publish(keeper, wanted, nameOf, state, runId)
    report({ type: 'published', runId })
    await dropSuperseded(keeper)
    return { runId, ...summarise(steps), ...done, seconds: secondsSince(started) }
  } catch (error) {
    await failRun(keeper, runId, error)
    throw error
  } finally {
    await reader.query('rollback')
    reader.release()
  }
}

/** A task may need two connections, and the run has two of its own: with more tasks they would wait for ever. */
function jobsFor(pool: Pool, wanted = Math.max(2, Math.min(4, availableParallelism()))): number {
  return Math.max(1, Math.min(wanted, Math.floor((pool.options.max - 2) / 2)))
}

/** What is wanted and what is there, as the client's transaction sees them. */
async function look(client: PoolClient, graph: Graph) {
  const wanted = targets(graph, await readRawVersions(client, graph.raw))
  const state = await readState(client)
  const steps = plan(wanted, state)
  const isCurrent = steps.every((step) => step.action === 'keep') && viewsAreCurrent(wanted, state)
  return { wanted, state, steps, isCurrent }
}

function buildTask(
  pool: Pool,
  target: Target,
  nameOf: (relation: Relation) => string,
  graph: Graph,
  run: { readonly id: number; readonly snapshot: string },
  report: (event: BuildEvent) => void,
  done: { rowCount: number; testCount: number },
): Task {
  const relation = target.transform.name
  return {
    name: relation,
    after: graph.inputs(target.transform).map((input) => input.name),
    run: async () => {
      const started = performance.now()
      report({ type: 'step-started', relation })
      const client = await pool.connect()
      const reader = target.transform.derive ? await pool.connect() : null
      try {
        const readsRaw = graph.inputs(target.transform).some((input) => input.kind === 'raw')
        const at = { id: run.id, snapshot: readsRaw ? run.snapshot : null }
        const { rowCount, tests } = await buildTable(client, reader, target, nameOf, at)
        const seconds = secondsSince(started)
        await recordStep(client, run.id, relation, 'built', rowCount, seconds, null)
        reader?.release()
        done.rowCount += rowCount
        done.testCount += tests.length
        report({ type: 'step-finished', relation, rowCount, testCount: tests.length, seconds })
      } catch (error) {
        // It may be in the middle of a COPY, and cannot be used again.
        reader?.release(true)
        const message = messageOf(error)
        const seconds = secondsSince(started)
        await recordStep(client, run.id, relation, 'failed', null, seconds, message)
        report({ type: 'step-failed', relation, message, seconds })
        throw error
      } finally {
        client.release()
      }
    },
  }
}

function viewsAreCurrent(wanted: ReadonlyMap<string, Target>, state: State): boolean {
  return [...wanted.values()].every((t) => state.published.get(t.transform.name)?.viewHash === viewHashOf(t))
}

function summarise(steps: readonly PlanStep[]) {
  const count = (action: PlanStep['action']) => steps.filter((step) => step.action === action).length
  return { built: count('build'), reused: count('reuse'), kept: count('keep'), removed: count('remove') }
}

function secondsSince(started: number): number {
  return (performance.now() - started) / 1000
}
