import type { ClientBase } from 'pg'
import pg from 'pg'
import { rollBack } from '../postgres/lost.ts'
import { heldByOthers } from '../postgres/readers.ts'
import { applyConstraints } from './constraints.ts'
import { earlierRunIds, keptLayer, updateEarlierRuns } from './earlier-runs.ts'
import { replacedNames } from './replace-schema.ts'
import { tableName } from './table.ts'
import type { Target } from './version.ts'

/** Gives up on a lock before Postgres's deadlock check (after 1 s) could end one of the readers who hold it. */
export const lockTimeout = '900ms'

/**
 * Drops tables and views that nobody can reach any more, and finishes tables that readers held when they were updated.
 * Returns how many tables somebody still reads: they go with a later build. Tables that a failed or killed run has left
 * stay if this or the next build can use them: if they are what `targets` asks for, and nothing has been published since
 * they were built. The marts of the last `keptCount` earlier runs stay, too.
 */
export async function tidyUp(
  client: ClientBase,
  targets: ReadonlyMap<string, Target>,
  keptCount: number,
): Promise<number> {
  await dropReplaced(client)
  await finishPending(client, targets)
  await updateEarlierRuns(client, targets, keptCount, (kind, name) => dropUnlessHeld(client, kind, name))
  let held = 0
  for (const { name, relation, version } of await supersededTables(client, targets, keptCount)) {
    const table = `build.${pg.escapeIdentifier(name)}`
    const isDone = await attempt(client, table, async () => {
      await client.query(`drop table if exists ${table}`)
      await client.query('delete from ops.tables where relation = $1 and version = $2', [relation, version])
    })
    if (!isDone) held++
  }
  return held
}

/** Whether another session has read the relation in a transaction that is still open. */
export async function isHeld(client: ClientBase, relation: string): Promise<boolean> {
  const { rows } = await client.query<{ held: boolean }>(
    `select ${heldByOthers('to_regclass($1)')} as held`,
    [relation],
  )
  return rows[0]?.held ?? false
}

/** Does work that needs a relation for itself, unless somebody holds it or something depends on it. */
async function attempt(client: ClientBase, relation: string, work: () => Promise<void>): Promise<boolean> {
  if (await isHeld(client, relation)) return false
  await client.query('begin')
  try {
    await client.query(`set local lock_timeout = '${lockTimeout}'`)
    await work()
    await client.query('commit')
    return true
  } catch (error) {
    await rollBack(client)
    if (error instanceof pg.DatabaseError && ['55P03', '2BP01'].includes(error.code ?? '')) return false
    throw error
  }
}

function dropUnlessHeld(client: ClientBase, kind: string, name: string): Promise<boolean> {
  return attempt(client, name, async () => void (await client.query(`drop ${kind} ${name}`)))
}

/** Drops views that were left behind because readers held them, and then their schemas. */
async function dropReplaced(client: ClientBase): Promise<void> {
  let isFurther = true
  while (isFurther) {
    isFurther = false
    const { rows } = await client.query<{ kind: string; name: string }>(
      `with replaced as (
         select oid, quote_ident(nspname) as name from pg_namespace where nspname ~ $1
       )
       select 'view' as kind, format('%s.%I', r.name, c.relname) as name
       from pg_class c join replaced r on r.oid = c.relnamespace
       where c.relkind = 'v'
       union all
       select 'schema', r.name
       from replaced r
       where not exists (select from pg_class c where c.relnamespace = r.oid)
       order by name`,
      [replacedNames],
    )
    for (const { kind, name } of rows) {
      // what depended on it may go now
      isFurther = (await dropUnlessHeld(client, kind, name)) || isFurther
    }
  }
}

async function finishPending(client: ClientBase, targets: ReadonlyMap<string, Target>): Promise<void> {
  const { rows } = await client.query<{ relation: string; version: string }>(
    'select relation, version from ops.tables where is_pending order by relation',
  )
  for (const { relation, version } of rows) {
    const target = targets.get(relation)
    if (target?.version !== version) continue
    await attempt(client, tableName(target), async () => {
      await applyConstraints(client, target.transform, tableName(target))
      await client.query('update ops.tables set is_pending = false where relation = $1 and version = $2', [
        relation,
        version,
      ])
    })
  }
}

interface Superseded {
  readonly name: string
  readonly relation: string | null
  readonly version: string | null
}

async function supersededTables(
  client: ClientBase,
  targets: ReadonlyMap<string, Target>,
  keptCount: number,
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
       and not (
         t.relation like '${keptLayer}.%'
         and exists (
           select from ops.steps s
           where s.run_id in ${earlierRunIds(keptCount)} and s.relation = t.relation and s.version = t.version
         )
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
