import pg from 'pg'
import type { RawEntity } from '../declare/source.ts'
import { staged } from './merge-by-key.ts'

/**
 * Keeps the versions of a load of an entity whose history is wanted, also those that are older than what raw has: the
 * history is the same in whatever order its versions arrive. Of equally old versions, the one loaded last is kept, as
 * in raw. Returns how many are new or different.
 */
export async function keepVersions(client: pg.ClientBase, entity: RawEntity): Promise<number> {
  if (entity.keepsVersionsOf.length === 0) return 0
  const kept = entity.keepsVersionsOf.map(
    (field) => `${pg.escapeLiteral(field)}, s.${pg.escapeIdentifier(field)}`,
  )
  const { rowCount } = await client.query(
    `insert into ops.record_versions as v (entity, record_key, changed_at, load_id, kept)
     select $1, _key, made_at, _from_load, kept
     from (
       select distinct on (s._key, made_at) s._key, made_at, s._from_load, jsonb_build_object(${kept.join(', ')}) as kept
       from ${staged} s
       cross join lateral (select coalesce(s._changed_at, '-infinity') as made_at) made
       order by s._key, made_at, s._from_load desc, s._seq desc
     ) arrived
     on conflict (entity, record_key, changed_at) do update set kept = excluded.kept, load_id = excluded.load_id
     where v.kept <> excluded.kept and v.load_id <= excluded.load_id`,
    [entity.entity],
  )
  return rowCount ?? 0
}

/** Forgets what loads brought that are removed. */
export async function forgetVersions(
  client: pg.ClientBase,
  entity: RawEntity,
  loads: readonly string[],
): Promise<void> {
  if (entity.keepsVersionsOf.length === 0) return
  await client.query('delete from ops.record_versions where entity = $1 and load_id = any($2::bigint[])', [
    entity.entity,
    loads,
  ])
}

/** Forgets the history of a record that is removed. */
export async function forgetRecord(client: pg.ClientBase, entity: RawEntity, key: string): Promise<void> {
  if (entity.keepsVersionsOf.length === 0) return
  await client.query('delete from ops.record_versions where entity = $1 and record_key = $2', [
    entity.entity,
    key,
  ])
}
