import type { ClientBase } from 'pg'
import pg from 'pg'
import { rollBack } from '../postgres/lost.ts'
import type { Target } from './version.ts'

/** Gives up on a lock before Postgres's deadlock check (after 1 s) could end one of the readers who hold it. */
export const lockTimeout = '900ms'

/**
 * Drops the tables that no view uses, and returns how many could not be dropped because somebody is reading them: they go
 * with a later build. Tables that a failed or killed run has left stay if this or the next build can use them: if they
 * are what `targets` asks for, and nothing has been published since they were built.
 */
export async function dropSuperseded(
  client: ClientBase,
  targets: ReadonlyMap<string, Target>,
): Promise<number> {
  let held = 0
  for (const { name, relation, version } of await supersededTables(client, targets)) {
    await client.query('begin')
    try {
      await client.query(`set local lock_timeout = '${lockTimeout}'`)
      await client.query(`drop table if exists build.${pg.escapeIdentifier(name)}`)
      await client.query('delete from ops.tables where relation = $1 and version = $2', [relation, version])
      await client.query('commit')
    } catch (error) {
      await rollBack(client)
      if (!(error instanceof pg.DatabaseError && error.code === '55P03')) throw error
      held++
    }
  }
  return held
}

interface Superseded {
  readonly name: string
  readonly relation: string | null
  readonly version: string | null
}

async function supersededTables(
  client: ClientBase,
  targets: ReadonlyMap<string, Target>,
): Promise<readonly Superseded[]> {
  const wanted = [...targets].map(([relation, { version }]) => `${relation} ${version}`)
  const { rows } = await client.query<Superseded>(
    `with last_published as (
       select coalesce(max(run_id), 0) as run_id from ops.runs where status = 'published'
     )
     select t.physical_name as name, t.relation, t.version
     from ops.tables t
     where not exists (select from ops.published p where p.relation = t.relation and p.version = t.version)
       and not (
         t.relation || ' ' || t.version = any ($1)
         and t.run_id > (select run_id from last_published)
       )
     union all
     select c.relname, null, null
     from pg_class c
     where c.relnamespace = 'build'::regnamespace
       and c.relkind = 'r'
       and not exists (select from ops.tables t where t.physical_name = c.relname)
     order by name`,
    [wanted],
  )
  return rows
}
