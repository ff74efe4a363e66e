import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { executeFor } from '../declare/procedure.ts'
import { layers } from '../declare/relation.ts'
import { value } from '../declare/sql.ts'
import { ClienteleError } from '../errors.ts'
import { databaseLost, rollBack } from '../postgres/lost.ts'
import {
  describeReaders,
  endIdle,
  hasBoundReader,
  type Reader,
  readerFields,
  readersOf,
} from '../postgres/readers.ts'
import { applyConstraints, createIndexes } from './constraints.ts'
import type { BuildContext } from './context.ts'
import { changingViews, isPublished, moveViews } from './move-views.ts'
import { CannotStepAside } from './replace-schema.ts'
import { stepAside } from './step-aside.ts'
import { isHeld, lockTimeout } from './superseded.ts'
import { tableName } from './table.ts'
import type { Target } from './version.ts'

/** For this part of the time that a publication may take, it waits for readers to finish. Then it goes past them. */
const patientPart = 1 / 15

/** The schemas that hold nothing but views of ours, unless somebody else put something there. */
const viewSchemas = [...layers, 'pii']

/** Lets the server notice, if it can, that its client was killed while a long statement runs. */
const noticeDeath = `do $$ begin set local client_connection_check_interval = '1s'; exception when others then null; end $$`

/**
 * Keeps what must outlast the tables, brings indexes and constraints up to date, moves all views to the target
 * versions and closes the run, in one transaction. Readers see the old warehouse before it and the new one after it.
 */
export async function publish(run: BuildContext): Promise<void> {
  const client = run.keeper
  await client.query('begin')
  try {
    await client.query(noticeDeath)
    // First what makes no reader wait.
    for (const target of run.targets.values()) {
      if (isPublished(run, target)) continue
      for (const statement of target.transform.onPublish?.(target.transform, value(run.runId)) ?? [])
        await executeFor(client, target.transform, statement, run.nameOf)
    }
    const updates = updatesOf(run)
    for (const target of updates) await createIndexes(client, target.transform, tableName(target))
    await changePublished(run, updates)
    const problem = await run.dependents?.restore(client)
    await closeRun(run)
    await client.query('commit')
    if (problem) run.report({ type: 'dependents-failed', message: problem })
  } catch (error) {
    await rollBack(client)
    throw error
  }
}

/** Fails if another build has begun since, which can only be if the connection that held the lock was lost. */
async function closeRun({ keeper, runId }: BuildContext): Promise<void> {
  const { rowCount } = await keeper.query(
    `update ops.runs set status = 'published', finished_at = clock_timestamp()
     where run_id = $1 and status = 'running'`,
    [runId],
  )
  if (rowCount === 0)
    throw databaseLost(new Error('its build lock was gone'), 'Another build has begun since.')
}

/** Tables that exist with another description. */
function updatesOf(run: BuildContext): Target[] {
  const updated = run.steps.filter((step) => step.action === 'update')
  return updated.flatMap((step) => run.targets.get(step.relation) ?? [])
}

/**
 * Changes what is published. The build waits for readers and never the other way round: each attempt gives up soon, and
 * releases its locks. If readers hold on, their views are left behind.
 */
async function changePublished(run: BuildContext, updates: readonly Target[]): Promise<void> {
  const { keeper: client } = run
  await client.query(`set local lock_timeout = '${lockTimeout}'`)
  const started = performance.now()
  for (let attempt = 1; ; attempt++) {
    const seconds = (performance.now() - started) / 1000
    const isPast = seconds > run.secondsForReaders * patientPart
    await client.query('savepoint attempt')
    try {
      if (isPast)
        await stepAside(client, run.runId, changingViews(run), viewSchemas, run.dependents?.schemas ?? [])
      else await run.dependents?.release(client)
      for (const target of updates) await updateTable(run, target, isPast)
      return await moveViews(run, await hasBoundReader(client))
    } catch (error) {
      // Releases the locks that were taken, too.
      await client.query('rollback to savepoint attempt')
      const isStuck = error instanceof CannotStepAside
      if (error instanceof pg.DatabaseError && error.code === '2BP01') throw viewInUse(error)
      if (!isStuck && !(error instanceof pg.DatabaseError && error.code === '55P03')) throw error
      const readers = await readersOf(client, [...viewSchemas, 'build'])
      if (seconds > run.secondsForReaders) throw publishBlocked(readers, isStuck ? error.message : '', error)
      if (isPast && run.endsIdleReaders) await endIdle(client, readers)
      await pause(Math.min(100 + 20 * attempt, 1000))
    }
  }
}

/** If somebody holds the table, its indexes and constraints are brought up to date by a later build. */
async function updateTable({ keeper: client }: BuildContext, target: Target, isPast: boolean): Promise<void> {
  const table = tableName(target)
  const isPending = isPast && (await isHeld(client, table))
  if (!isPending) await applyConstraints(client, target.transform, table)
  await client.query(
    `update ops.tables set metadata = $3, metadata_hash = $4, is_pending = $5
     where relation = $1 and version = $2`,
    [target.transform.name, target.version, target.metadata, target.metadataHash, isPending],
  )
}

function viewInUse(error: pg.DatabaseError): ClienteleError {
  return new ClienteleError(
    'view-in-use',
    `A view changes its columns, but something outside the warehouse depends on it: ${error.detail ?? error.message}. ` +
      'Drop or change what depends on it, then build again.',
    {},
    { cause: error },
  )
}

/** `because` says why the publication could not go past the readers. */
function publishBlocked(readers: readonly Reader[], because: string, cause: unknown): ClienteleError {
  return new ClienteleError(
    'publish-blocked',
    `Nothing was published, because other sessions hold what it would change: ${describeReaders(readers)}. ` +
      `${because} End these transactions, or let the build end those that do nothing with \`clientele build --end-idle-readers\`; ` +
      'it uses what was built.',
    readerFields(readers),
    { cause },
  )
}
