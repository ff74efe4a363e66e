import { availableParallelism } from 'node:os'
import type { Pool, PoolClient } from 'pg'
import { asOfOf, type Warehouse } from '../graph/catalogue.ts'
import { unkeyed } from '../graph/keys.ts'
import { checkFailed } from '../graph/problem.ts'
import { writtenNamesOf } from '../graph/written-names.ts'
import { syncSources } from '../loading/raw-tables.ts'
import { isConnectionLost, rollBack } from '../postgres/lost.ts'
import { limitReaders } from '../postgres/reader-limits.ts'
import type { BuildEvent, Comparison } from './context.ts'
import type { Dependents } from './dependents.ts'
import { takeBuildLock } from './lock.ts'
import { lostRun } from './lost-run.ts'
import { type PlanStep, plan } from './plan.ts'
import { publish } from './publish.ts'
import { pruneRuns } from './retention.ts'
import { failRun, failureOf, openRun, recordPlan } from './runs.ts'
import { runSchedule } from './schedule.ts'
import { readSetAside, type SetAside } from './set-aside.ts'
import { readInputVersions, readState } from './state.ts'
import { tidyUp } from './superseded.ts'
import { tableName } from './table.ts'
import { secondsSince, tasksOf } from './tasks.ts'
import { targetsOf } from './version.ts'
import { readWarnings, type Warning } from './warnings.ts'

export type { BuildEvent } from './context.ts'

export interface BuildOptions {
  /** How many tables are built at once, as far as the pool's connections go; by default one a core, at most 4. */
  readonly jobs?: number
  readonly onEvent?: (event: BuildEvent) => void
  /** Whether sessions that hold a published view and do nothing are ended, if the publication cannot go past them. */
  readonly endIdleReaders?: boolean
  /** How long the publication tries before it gives up because of readers; a minute by default. */
  readonly secondsForReaders?: number
  readonly dependents?: Dependents | undefined
  /** Of how many earlier publications the marts stay; none by default. */
  readonly keptPublications?: number
}

/** How many tables were built, updated and so on; see PlanAction. */
export interface BuildSummary {
  /** Null if everything was up to date and no run was needed. */
  readonly runId: number | null
  readonly built: number
  readonly updated: number
  readonly reused: number
  readonly kept: number
  readonly removed: number
  /** In the tables that were built. */
  readonly rowCount: number
  readonly testCount: number
  /** Old tables that somebody is still reading; a later build drops them. */
  readonly stillRead: number
  /** What the published staging tables leave out; the rows are in ops.test_failures. */
  readonly setAside: readonly SetAside[]
  /** What tests warn of in the published tables. */
  readonly warnings: readonly Warning[]
  readonly seconds: number
}

/** What a build would do now. */
export async function planBuild(client: PoolClient, warehouse: Warehouse): Promise<readonly PlanStep[]> {
  return (await compare(client, warehouse, asOfOf(warehouse))).steps
}

/**
 * Builds the tables that are missing, tests them, and publishes all of them at once. A failure leaves the published
 * warehouse unchanged; the next run uses what was built before it.
 *
 * Errors: `check-failed` (a relation written out by name, a key of a person without a secret), `build-running`,
 * `transform-failed`, `tests-failed`, `build-failed` (several), `view-in-use`, `publish-blocked`, `database-lost`.
 */
export async function build(pool: Pool, warehouse: Warehouse, options: BuildOptions): Promise<BuildSummary> {
  const { graph } = warehouse
  const named = graph.transforms.flatMap((t) => [...writtenNamesOf(t, graph), ...unkeyed(t)])
  if (named.length > 0) throw checkFailed(named)
  const started = performance.now()
  try {
    const lock = await takeBuildLock(pool)
    try {
      return { ...(await buildAlone(pool, warehouse, options)), seconds: secondsSince(started) }
    } finally {
      await lock.release()
    }
  } catch (error) {
    throw isConnectionLost(error) ? await lostRun(pool, null, error) : error
  }
}

async function buildAlone(
  pool: Pool,
  warehouse: Warehouse,
  options: BuildOptions,
): Promise<Omit<BuildSummary, 'seconds'>> {
  const keeper = await pool.connect()
  try {
    await limitReaders(keeper)
    await syncSources(keeper, warehouse.entities.values(), warehouse.isInUse)
    const counts = await lockedBuild(pool, keeper, warehouse, options)
    return { ...counts, setAside: await readSetAside(keeper), warnings: await readWarnings(keeper) }
  } finally {
    keeper.release()
  }
}

async function lockedBuild(
  pool: Pool,
  keeper: PoolClient,
  warehouse: Warehouse,
  options: BuildOptions,
): Promise<Omit<BuildSummary, 'seconds' | 'setAside' | 'warnings'>> {
  const done = { rowCount: 0, testCount: 0 }
  const report = (event: BuildEvent) => {
    if (event.type === 'step-finished') done.rowCount += event.rowCount
    if (event.type === 'step-finished' || event.type === 'step-updated') done.testCount += event.testCount
    options.onEvent?.(event)
  }
  // One day for the whole run, also if midnight passes meanwhile.
  const asOf = asOfOf(warehouse)
  const keptCount = options.keptPublications ?? 0
  const before = await compare(keeper, warehouse, asOf)
  const heldBefore = await tidyUp(keeper, before.targets, keptCount)
  if (before.steps.every((step) => step.action === 'keep')) {
    report({ type: 'planned', runId: null, steps: before.steps })
    return { runId: null, ...countActions(before.steps), ...done, stillRead: heldBefore }
  }
  await pruneRuns(keeper)
  const runId = await openRun(keeper)
  const reader = await pool.connect()
  try {
    // This transaction stays open while raw tables are read, so that all are read as of one moment. It begins
    // after the run is recorded: what is built in the same snapshot refers to it.
    await reader.query('begin isolation level repeatable read read only')
    await reader.query('set local idle_in_transaction_session_timeout = 0')
    const exported = await reader.query<{ id: string }>('select pg_export_snapshot() as id')
    const snapshot = exported.rows[0]?.id ?? ''
    const { graph } = warehouse
    const compared = await compare(reader, warehouse, asOf)
    const readers = {
      endsIdleReaders: options.endIdleReaders ?? false,
      secondsForReaders: options.secondsForReaders ?? 60,
    }
    const { dependents } = options
    const run = { runId, pool, keeper, graph, asOf, snapshot, report, dependents, ...readers, ...compared }
    await recordPlan(run)
    report({ type: 'planned', runId, steps: run.steps })
    const result = await runSchedule(tasksOf(run), jobsFor(pool, options.jobs))
    if (result.failed.size > 0) throw failureOf(result.failed, result.skipped)
    // everything is read; the publication looks for transactions that are bound to a moment
    await rollBack(reader)
    await publish(run)
    report({ type: 'published', runId })
    const stillRead = await tidyUp(keeper, run.targets, keptCount)
    return { runId, ...countActions(run.steps), ...done, stillRead }
  } catch (error) {
    await failRun(pool, runId, error)
    throw isConnectionLost(error) ? await lostRun(pool, runId, error) : error
  } finally {
    await rollBack(reader)
    reader.release()
  }
}

/** What is declared and what the database holds, as the client's transaction sees them. */
async function compare(client: PoolClient, { graph }: Warehouse, asOf: string): Promise<Comparison> {
  const targets = targetsOf(graph, await readInputVersions(client, graph.raw), asOf)
  const state = await readState(client)
  const nameOf = graph.naming(({ name }) => {
    const target = targets.get(name)
    return target ? tableName(target) : name
  }, asOf)
  return { targets, state, steps: plan(targets, state), nameOf }
}

/** A task may need two connections, and the run has two itself: with more tasks they would wait for each other. */
function jobsFor(pool: Pool, jobs = Math.max(2, Math.min(4, availableParallelism()))): number {
  return Math.max(1, Math.min(jobs, Math.floor((pool.options.max - 2) / 2)))
}

function countActions(steps: readonly PlanStep[]) {
  const count = (action: PlanStep['action']) => steps.filter((step) => step.action === action).length
  return {
    built: count('build'),
    updated: count('update'),
    reused: count('reuse'),
    kept: count('keep'),
    removed: count('remove'),
  }
}
