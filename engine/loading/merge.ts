import pg from 'pg'
import type { RawEntity } from '../declare/source.ts'
import { contentHashLength, type RecordEncoder, unsettled } from './encoder.ts'
import { keepVersions } from './kept-versions.ts'
import { type Merged, mergeByKey, staged } from './merge-by-key.ts'
import { rawTable } from './raw-tables.ts'

/** The table that records are copied into, and the merge into the raw table once all have arrived. */
export interface Route {
  readonly table: string
  merge(accepted: number): Promise<Merged>
}

/**
 * An empty raw table without natural keys needs no merge: records are copied into it directly and its primary key
 * is created at the end. As the table is truncated in this transaction, Postgres may skip the write-ahead log.
 * Meanwhile readers of the (empty) table wait.
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

/** `_from_load` is the load that first met the record: an earlier one if quarantine is replayed. */
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
    async merge(accepted) {
      if (entity.key === 'content') return mergeByContent(client, rawTable(entity), kept, accepted)
      const versions = await keepVersions(client, entity)
      const merged = await mergeByKey(client, rawTable(entity), kept, accepted)
      return { ...merged, written: merged.written + versions }
    },
  }
}

/** Numbers equal records: `<hash>:1`, `<hash>:2` … The encoder has left the numbers of repeats open. */
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
