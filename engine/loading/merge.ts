import pg from 'pg'
import type { RawEntity } from '../source.ts'
import { rawTable } from '../source-tables.ts'
import { contentHashLength, type RecordEncoder, unsettled } from './encoder.ts'
import { rejectedTable } from './landing.ts'

export interface MergeCounts {
  readonly loaded: number
  readonly updated: number
  readonly unchanged: number
}

const staged = 'pg_temp.clientele_staged'

/** A table the records go to first, and the SQL that makes them part of the raw table once all are there. */
export interface Route {
  readonly table: string
  merge(accepted: number): Promise<MergeCounts>
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
): Promise<Route> {
  const { rows } = await client.query(`select from ${rawTable(entity)} limit 1`)
  return entity.key === 'content' && rows.length === 0
    ? direct(client, entity)
    : viaStage(client, entity, encoder)
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
      await client.query(`analyze ${table} (_key)`)
      await numberRepeats(client, table)
      return { loaded: accepted, updated: 0, unchanged: 0 }
    },
  }
}

async function viaStage(client: pg.ClientBase, entity: RawEntity, encoder: RecordEncoder): Promise<Route> {
  const columns = encoder.columns.map((name) => {
    const type = name === '_seq' ? 'bigint' : (entity.columns[name]?.pgType ?? 'text')
    return `${pg.escapeIdentifier(name)} ${type}`
  })
  await client.query(`create temp table clientele_staged (${columns.join(', ')}) on commit drop`)
  const kept = encoder.columns.filter((name) => name !== '_seq').map(pg.escapeIdentifier)
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
): Promise<MergeCounts> {
  await client.query(`analyze ${staged} (_key)`)
  await numberRepeats(client, staged)
  const inserted = await client.query(`
    insert into ${table} (${columns.join(', ')})
    select ${columns.map((column) => `s.${column}`).join(', ')} from ${staged} s
    where not exists (select from ${table} r where r._key = s._key) order by s._key`)
  const loaded = inserted.rowCount ?? 0
  return { loaded, updated: 0, unchanged: accepted - loaded }
}

/** Counts as if the records had come one by one; of several with the same key only the last is written. */
async function mergeByKey(
  client: pg.ClientBase,
  table: string,
  columns: readonly string[],
): Promise<MergeCounts> {
  await client.query(`analyze ${staged} (_key, _seq)`)
  const counted = await client.query<{ loaded: string; updated: string; unchanged: string }>(`
    with compared as (
      select s._hash, coalesce(lag(s._hash) over (partition by s._key order by s._seq), r._hash) as before
      from ${staged} s left join ${table} r using (_key)
    )
    select count(*) filter (where before is null) as loaded, count(*) filter (where before <> _hash) as updated,
      count(*) filter (where before = _hash) as unchanged
    from compared`)
  const updates = columns
    .filter((column) => column !== '"_key"')
    .map((column) => `${column} = excluded.${column}`)
  await client.query(`
    insert into ${table} as t (${columns.join(', ')})
    select distinct on (_key) ${columns.join(', ')} from ${staged} order by _key, _seq desc
    on conflict (_key) do update set ${updates.join(', ')}, _loaded_at = now()
      where t._hash <> excluded._hash`)
  const row = counted.rows[0]
  return { loaded: Number(row?.loaded), updated: Number(row?.updated), unchanged: Number(row?.unchanged) }
}

/** A record that waits in quarantine already, from an earlier load of the same file, does not go there twice. */
export async function quarantineRejected(
  client: pg.ClientBase,
  entity: RawEntity,
  loadId: string,
): Promise<void> {
  await client.query(
    `with numbered as (
       select *, row_number() over (partition by md5(original) order by line) as occurrence from ${rejectedTable}
     ),
     waiting as (
       select md5(original) as content, count(*) as copies from ops.quarantine
       where entity = $1 and replayed_at is null group by 1
     )
     insert into ops.quarantine (load_id, entity, line, original, reason_code, reasons)
     select $2, $1, line, original, reason_code, reasons
     from numbered left join waiting on content = md5(original)
     where occurrence > coalesce(copies, 0) order by line`,
    [entity.entity, loadId],
  )
}
