import pg from 'pg'
import type { RawEntity } from '../source.ts'
import { rawTable } from '../source-tables.ts'
import { contentHashLength, type RecordEncoder, unsettled } from './encoder.ts'

export interface MergeCounts {
  readonly loaded: number
  readonly updated: number
  readonly unchanged: number
  /** Older than the version that was there. */
  readonly outdated: number
}

export interface Merged {
  readonly counts: MergeCounts
  /** Rows of the raw table that were written. */
  readonly written: number
}

const staged = 'pg_temp.clientele_staged'

/** A table the records go to first, and the SQL that makes them part of the raw table once all are there. */
export interface Route {
  readonly table: string
  merge(accepted: number): Promise<Merged>
}

/**
 * An empty raw table without natural keys needs no merge: records go there directly, its primary key is made
 * at the end, and as the table is new to this transaction Postgres may skip the write-ahead log. Readers of
 * the (empty) table wait meanwhile.
 */
export async function chooseRoute(
  client: pg.ClientBase,
  entity: RawEntity,
  encoder: RecordEncoder,
  loadId: string,
): Promise<Route> {
  const { rows } = await client.query(`select from ${rawTable(entity)} limit 1`)
  return entity.key === 'content' && rows.length === 0
    ? direct(client, entity)
    : viaStage(client, entity, encoder, loadId)
}

async function direct(client: pg.ClientBase, entity: RawEntity): Promise<Route> {
  const table = rawTable(entity)
  const { rows } = await client.query<{ name: string }>(
    `select conname as name from pg_constraint where conrelid = $1::regclass and contype = 'p'`,
    [table],
  )
  const name = pg.escapeIdentifier(rows[0]?.name ?? '')
  await client.query(`truncate ${table}; alter table ${table} drop constraint ${name}`)
  return {
    table,
    async merge(accepted) {
      await client.query(`alter table ${table} add constraint ${name} primary key (_key)`)
      await numberRepeats(client, table)
      return { counts: { loaded: accepted, updated: 0, unchanged: 0, outdated: 0 }, written: accepted }
    },
  }
}

/** `_from_load` is the load that first met the record: an earlier one where quarantine is replayed. */
async function viaStage(
  client: pg.ClientBase,
  entity: RawEntity,
  encoder: RecordEncoder,
  loadId: string,
): Promise<Route> {
  const columns = encoder.columns
    .filter((name) => name !== '_from_load')
    .map((name) => {
      const type = name === '_seq' ? 'bigint' : (entity.columns[name]?.pgType ?? 'text')
      return `${pg.escapeIdentifier(name)} ${type}`
    })
  await client.query(
    `create temp table clientele_staged (${columns.join(', ')}, _from_load bigint default ${BigInt(loadId)})
     on commit drop`,
  )
  const kept = encoder.columns
    .filter((name) => name !== '_seq' && name !== '_from_load')
    .map(pg.escapeIdentifier)
  return {
    table: staged,
    merge: (accepted) =>
      entity.key === 'content'
        ? mergeByContent(client, rawTable(entity), kept, accepted)
        : mergeByKey(client, rawTable(entity), kept),
  }
}

/** Equal records are told apart by counting them: `<hash>:1`, `<hash>:2` … The encoder left the repeats open. */
async function numberRepeats(client: pg.ClientBase, table: string): Promise<void> {
  await client.query(`
    with unsettled as (
      select _key, left(_key, ${contentHashLength}) || ':' as head,
        row_number() over (partition by left(_key, ${contentHashLength}) order by _key) as occurrence
      from ${table} where substr(_key, ${contentHashLength + 2}, 1) = '${unsettled}'
    )
    update ${table} t set _key = u.head || (u.occurrence + coalesce(f.count, 0))
    from unsettled u
    left join (select _key, 1 as count from ${table}) f on f._key = u.head || '1'
    where t._key = u._key`)
}

async function mergeByContent(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
  accepted: number,
): Promise<Merged> {
  await client.query(`analyze ${staged} (_key)`)
  await numberRepeats(client, staged)
  const inserted = await client.query(`
    insert into ${table} (${columns.join(', ')})
    select ${columns.map((column) => `s.${column}`).join(', ')} from ${staged} s
    where not exists (select from ${table} r where r._key = s._key) order by s._key`)
  const loaded = inserted.rowCount ?? 0
  return { counts: { loaded, updated: 0, unchanged: accepted - loaded, outdated: 0 }, written: loaded }
}

/** A version that does not say when it was made is older than any that does. */
const madeAt = (row: string) => `coalesce(${row}._changed_at, '-infinity')`

/**
 * The newest version stays, whatever order they come in; of equally old ones the one loaded last. Counts as if
 * the records had come one by one; of several with the same key only the newest is written.
 */
async function mergeByKey(client: pg.ClientBase, table: string, columns: readonly string[]): Promise<Merged> {
  await client.query(`analyze ${staged} (_key, _seq)`)
  const isOlder = `(${madeAt('s')}, s._from_load) < (${madeAt('r')}, r._load_id)`
  const counted = await client.query<Record<keyof MergeCounts, string>>(`
    with compared as (
      select s._key, s._seq, s._hash, r._hash as held, coalesce(${isOlder}, false) or coalesce(${madeAt('s')} <
        max(${madeAt('s')}) over (partition by s._key order by s._seq rows between unbounded preceding and 1 preceding),
        false) as is_outdated
      from ${staged} s left join ${table} r using (_key)
    ),
    followed as (
      select is_outdated, _hash,
        coalesce(lag(_hash) over (partition by _key, is_outdated order by _seq), held) as before
      from compared
    )
    select count(*) filter (where is_outdated) as outdated,
      count(*) filter (where not is_outdated and before is null) as loaded,
      count(*) filter (where not is_outdated and before <> _hash) as updated,
      count(*) filter (where not is_outdated and before = _hash) as unchanged
    from followed`)
  await emptyAnew(client, table)
  const updates = columns
    .filter((column) => column !== '"_key"')
    .map((column) => `${column} = excluded.${column}`)
  const { rowCount } = await client.query(`
    insert into ${table} as t (${columns.join(', ')})
    select ${columns.map((column) => `s.${column}`).join(', ')}
    from (select distinct on (_key) * from ${staged} s order by _key, ${madeAt('s')} desc, _seq desc) s
    left join ${table} r using (_key)
    where r._key is null or (not ${isOlder}
      and (s._hash <> r._hash or (r._changed_at is null and s._changed_at is not null)))
    on conflict (_key) do update set ${updates.join(', ')}, _loaded_at = now()`)
  const { loaded, updated, unchanged, outdated } = counted.rows[0] ?? {}
  const counts = {
    loaded: Number(loaded),
    updated: Number(updated),
    unchanged: Number(unchanged),
    outdated: Number(outdated),
  }
  return { counts, written: rowCount ?? 0 }
}

/**
 * An empty table that is new to this transaction: what is written to it need not go to the write-ahead log. Where
 * somebody reads it just now, it is written as any other.
 */
async function emptyAnew(client: pg.ClientBase, table: string): Promise<void> {
  const { rows } = await client.query(`select from ${table} limit 1`)
  if (rows.length > 0) return
  await client.query('savepoint emptied')
  try {
    await client.query(`lock table ${table} in access exclusive mode nowait; truncate ${table}`)
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== lockNotAvailable) throw error
    await client.query('rollback to savepoint emptied')
  }
}

const lockNotAvailable = '55P03'
