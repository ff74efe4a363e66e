import type { ClientBase } from 'pg'
import type { ErrorFields } from '../errors.ts'

/** A session that holds relations, because it has read them in a transaction that is still open. */
export interface Reader {
  readonly pid: number
  readonly user: string
  readonly application: string
  /** As Postgres says it, such as `idle in transaction`. Null if this user may not see it. */
  readonly state: string | null
  /** How long its transaction has been open. */
  readonly seconds: number | null
  readonly relations: readonly string[]
}

/** In a transaction, Postgres would otherwise show the sessions as they were when they were first asked for. */
const asOfNow = 'select pg_stat_clear_snapshot()'

/** SQL for whether another session holds the relation with this oid, which is SQL too. */
export function heldByOthers(oid: string): string {
  return `exists (
    select from pg_locks l
    where l.locktype = 'relation'
      and l.relation = ${oid}
      and l.database = (select oid from pg_database where datname = current_database())
      and l.granted
      and l.pid <> pg_backend_pid()
  )`
}

/** Who holds relations of these schemas. */
export async function readersOf(client: ClientBase, schemas: readonly string[]): Promise<readonly Reader[]> {
  await client.query(asOfNow)
  const { rows } = await client.query<Reader>(
    `with held as (
       select l.pid, array_agg(distinct n.nspname || '.' || c.relname) as relations
       from pg_locks l
       join pg_class c on c.oid = l.relation
       join pg_namespace n on n.oid = c.relnamespace
       where l.locktype = 'relation'
         and l.granted
         and l.database = (select oid from pg_database where datname = current_database())
         and l.pid <> pg_backend_pid()
         and c.relkind in ('r', 'v', 'm', 'p', 'f')
         and n.nspname = any ($1)
       group by l.pid
     )
     select
       a.pid,
       coalesce(a.usename, '') as user,
       coalesce(a.application_name, '') as application,
       a.state,
       extract(epoch from clock_timestamp() - a.xact_start)::float8 as seconds,
       held.relations
     from held
     join pg_stat_activity a using (pid)
     order by a.xact_start, a.pid`,
    [schemas],
  )
  return rows
}

/**
 * Whether there is a transaction in this database that may go on reading at an earlier moment (repeatable read,
 * serializable, an open cursor). It finds tables that were filled since then empty.
 */
export async function hasBoundReader(client: ClientBase): Promise<boolean> {
  await client.query(asOfNow)
  const { rows } = await client.query<{ exists: boolean }>(
    `select exists (
       select from pg_stat_activity
       where datname = current_database()
         and pid <> pg_backend_pid()
         and backend_type = 'client backend'
         and backend_xmin is not null
         -- the only statement of its transaction so far reads as of now
         and (state = 'active' and query_start = xact_start) is not true
     ) as exists`,
  )
  return rows[0]?.exists ?? false
}

/** Ends the sessions among them that have a transaction open and do nothing. Returns how many. */
export async function endIdle(client: ClientBase, readers: readonly Reader[]): Promise<number> {
  const idle = readers.filter(({ state }) => state?.startsWith('idle in transaction')).map(({ pid }) => pid)
  if (idle.length === 0) return 0
  const { rows } = await client.query<{ ended: number }>(
    `select count(*)::int as ended from unnest($1::int[]) pid where pg_terminate_backend(pid, 5000)`,
    [idle],
  )
  return rows[0]?.ended ?? 0
}

/** Names the sessions, for an error. */
export function describeReaders(readers: readonly Reader[]): string {
  const sessions = readers.map(
    ({ pid, user, application, state, seconds, relations }) =>
      `process ${pid} of ${user}${application === '' ? '' : ` (${application})`}, ` +
      `${state ?? 'in a transaction'}${seconds === null ? '' : ` for ${Math.round(seconds)} s`}, ` +
      `holds ${relations.slice(0, 3).join(', ')}${relations.length > 3 ? ` and ${relations.length - 3} more` : ''}`,
  )
  return sessions.length > 0 ? sessions.join('; ') : 'they have ended since'
}

export function readerFields(readers: readonly Reader[]): ErrorFields {
  return {
    processes: readers.map(({ pid }) => String(pid)),
    users: [...new Set(readers.map(({ user }) => user))],
  }
}
