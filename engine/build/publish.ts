import { setTimeout as pause } from 'node:timers/promises'
import type { ClientBase } from 'pg'
import pg from 'pg'
import { executeFor } from '../declare/procedure.ts'
import { value } from '../declare/sql.ts'
import { ClienteleError } from '../errors.ts'
import { databaseLost, rollBack } from '../postgres/lost.ts'
import { applyConstraints, createIndexes } from './constraints.ts'
import type { BuildContext } from './context.ts'
import { lockTimeout } from './superseded.ts'
import { tableName } from './table.ts'
import { type Target, viewHashOf } from './version.ts'
import { dropView, makeView, viewsOf } from './views.ts'

const attempts = 60

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
    await withoutBlocking(client, async () => {
      for (const target of updates) await updateTable(client, target)
      await moveViews(run)
    })
    await closeRun(run)
    await client.query('commit')
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

function isPublished({ state }: BuildContext, { transform, version }: Target): boolean {
  return state.published.get(transform.name)?.version === version
}

/** Tables that exist with another description. */
function updatesOf(run: BuildContext): Target[] {
  const updated = run.steps.filter((step) => step.action === 'update')
  return updated.flatMap((step) => run.targets.get(step.relation) ?? [])
}

async function updateTable(client: ClientBase, target: Target): Promise<void> {
  await applyConstraints(client, target.transform, tableName(target))
  await client.query(
    'update ops.tables set metadata = $3, metadata_hash = $4 where relation = $1 and version = $2',
    [target.transform.name, target.version, target.metadata, target.metadataHash],
  )
}

/** Retries work that needs tables or views for itself, so that it waits for readers and never the other way round. */
async function withoutBlocking(client: ClientBase, work: () => Promise<void>): Promise<void> {
  await client.query(`set local lock_timeout = '${lockTimeout}'`)
  for (let attempt = 1; ; attempt++) {
    await client.query('savepoint attempt')
    try {
      return await work()
    } catch (error) {
      // Releases the locks that were taken, too.
      await client.query('rollback to savepoint attempt')
      if (!(error instanceof pg.DatabaseError)) throw error
      if (error.code === '2BP01') throw viewInUse(error)
      if (error.code !== '55P03' || attempt === attempts) throw error
      await pause(100 + 20 * attempt)
    }
  }
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

async function moveViews(run: BuildContext): Promise<void> {
  const { keeper: client, targets, state } = run
  for (const relation of [...state.published.keys()].filter((name) => !targets.has(name)).sort()) {
    for (const view of [relation, `pii.${relation.split('.')[1]}`]) await dropView(client, view)
    await client.query('delete from ops.published where relation = $1', [relation])
  }
  for (const target of [...targets.values()].sort((a, b) => (a.transform.name < b.transform.name ? -1 : 1))) {
    const viewHash = viewHashOf(target)
    const published = state.published.get(target.transform.name)
    if (isPublished(run, target) && published?.viewHash === viewHash) continue
    const views = viewsOf(target.transform)
    for (const view of views) await makeView(client, target.transform, view, target.physicalName)
    if (!views.some((view) => view.schema === 'pii'))
      await dropView(client, `pii.${target.transform.shortName}`)
    await client.query(
      `insert into ops.published (relation, version, view_hash, run_id) values ($1, $2, $3, $4)
       on conflict (relation) do update
       set version = excluded.version, view_hash = excluded.view_hash, run_id = excluded.run_id`,
      [target.transform.name, target.version, viewHash, run.runId],
    )
  }
}
