import { setTimeout as pause } from 'node:timers/promises'
import type { ClientBase, PoolClient } from 'pg'
import pg from 'pg'
import { executeFor } from '../declare/procedure.ts'
import type { Relation } from '../declare/relation.ts'
import { value } from '../declare/sql.ts'
import { ClienteleError } from '../errors.ts'
import type { State } from './state.ts'
import { hash, type Target } from './version.ts'
import { dropView, makeView, viewsOf } from './views.ts'

/** Waiting for readers gives way before Postgres's deadlock check (1 s) could end one of them. */
const lockWait = '900ms'
const attempts = 60

/** Where the server can tell that its client was killed, it need not first end a long statement. */
const noticeDeath = `do $$ begin set local client_connection_check_interval = '1s'; exception when others then null; end $$`

/**
 * Keeps what must outlast the tables, moves all views to the wanted versions and closes the run, in one
 * transaction. Readers see the whole of the old warehouse before it and the whole of the new one after it.
 */
export async function publish(
  client: PoolClient,
  targets: ReadonlyMap<string, Target>,
  nameOf: (relation: Relation) => string,
  state: State,
  runId: number,
): Promise<void> {
  await client.query('begin')
  try {
    await client.query(noticeDeath)
    // Before the views are moved: nobody waits for it.
    for (const { transform, version } of targets.values()) {
      if (state.published.get(transform.name)?.version === version) continue
      for (const statement of transform.onPublish?.(transform, value(runId)) ?? [])
        await executeFor(client, transform, statement, nameOf)
    }
    await moveViewsPatiently(client, targets, state, runId)
    await client.query(
      `update ops.runs set status = 'published', finished_at = clock_timestamp() where run_id = $1`,
      [runId],
    )
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw error
  }
}

async function moveViewsPatiently(
  client: PoolClient,
  targets: ReadonlyMap<string, Target>,
  state: State,
  runId: number,
): Promise<void> {
  await client.query(`set local lock_timeout = '${lockWait}'`)
  for (let attempt = 1; ; attempt++) {
    await client.query('savepoint moving')
    try {
      return await moveViews(client, targets, state, runId)
    } catch (error) {
      // Gives up its locks too.
      await client.query('rollback to savepoint moving')
      if (!(error instanceof pg.DatabaseError)) throw error
      if (error.code === '2BP01') {
        throw new ClienteleError(
          'view-in-use',
          `A view changes its columns and something of yours depends on it: ${error.detail ?? error.message}. Drop or change that, then build again.`,
          {},
          { cause: error },
        )
      }
      if (error.code !== '55P03' || attempt === attempts) throw error
      await pause(100 + 20 * attempt)
    }
  }
}

/** A hash of what a relation's views look like; a new description or pii tag moves views, not tables. */
export function viewHashOf(target: Target): string {
  const { columns, description } = target.transform
  const shape = Object.entries(columns).map(([name, c]) => [name, c.pgType, c.description, c.personalData])
  return hash([description, shape]).slice(0, 12)
}

async function moveViews(
  client: ClientBase,
  targets: ReadonlyMap<string, Target>,
  state: State,
  runId: number,
): Promise<void> {
  for (const relation of [...state.published.keys()].filter((name) => !targets.has(name)).sort()) {
    for (const view of [relation, `pii.${relation.split('.')[1]}`]) await dropView(client, view)
    await client.query('delete from ops.published where relation = $1', [relation])
  }
  for (const target of [...targets.values()].sort((a, b) => (a.transform.name < b.transform.name ? -1 : 1))) {
    const published = state.published.get(target.transform.name)
    const viewHash = viewHashOf(target)
    if (published?.version === target.version && published.viewHash === viewHash) continue
    const views = viewsOf(target.transform)
    for (const view of views) await makeView(client, target.transform, view, target.physicalName)
    if (!views.some((view) => view.schema === 'pii'))
      await dropView(client, `pii.${target.transform.shortName}`)
    await client.query(
      `insert into ops.published (relation, version, view_hash, run_id) values ($1, $2, $3, $4)
       on conflict (relation) do update
       set version = excluded.version, view_hash = excluded.view_hash, run_id = excluded.run_id`,
      [target.transform.name, target.version, viewHash, runId],
    )
  }
}

/** Drops tables no view stands on. One still being read, or left by a killed build, goes with the next build. */
export async function dropSuperseded(client: ClientBase): Promise<void> {
  const { rows } = await client.query<{ relation: string; version: string; physical_name: string }>(
    `select relation, version, physical_name from ops.tables t
     where not exists (select from ops.published p where p.relation = t.relation and p.version = t.version)`,
  )
  for (const table of rows) {
    await client.query('begin')
    try {
      await client.query(`set local lock_timeout = '${lockWait}'`)
      await client.query(`drop table build.${pg.escapeIdentifier(table.physical_name)}`)
      await client.query('delete from ops.tables where relation = $1 and version = $2', [
        table.relation,
        table.version,
      ])
      await client.query('commit')
    } catch (error) {
      await client.query('rollback')
      if (!(error instanceof pg.DatabaseError && error.code === '55P03')) throw error
    }
  }
}
