import type pg from 'pg'
import type { RawEntity } from '../declare/source.ts'
import { ClienteleError } from '../errors.ts'
import { findLoads } from './find-loads.ts'
import { forgetRecord, forgetVersions } from './kept-versions.ts'
import { withEntityLock } from './lock.ts'
import { rawTable } from './raw-tables.ts'
import { keyOf } from './record-key.ts'

/** What to remove: what one load brought, what all loads of a file brought, or one record. */
export type Target =
  | { readonly load: string }
  | { readonly file: string }
  /** The parts of its natural key; without one, its `_key`. */
  | { readonly key: readonly string[] }

export interface UnloadResult {
  readonly entity: string
  /** What was removed, in words. */
  readonly origin: string
  /** Rows of the raw table. */
  readonly records: number
  readonly quarantined: number
  /** At most so many of the records replaced an earlier version, which raw does not keep. */
  readonly replaced: number
  /** At most so many came again, unchanged, with later loads. */
  readonly alsoInLater: number
  readonly isDone: boolean
}

export interface UnloadOptions {
  /** Only counts. */
  readonly isDryRun: boolean
  /** Remove records although earlier versions of them are lost. */
  readonly isConfirmed: boolean
}

/** Removes records from raw. The next build leaves them out. */
export async function unload(
  pool: pg.Pool,
  entity: RawEntity,
  target: Target,
  options: UnloadOptions,
): Promise<UnloadResult> {
  return withEntityLock(
    pool,
    entity.entity,
    () => {},
    async (client) => {
      await client.query('begin')
      const result =
        'key' in target
          ? await unloadRecord(client, entity, target.key, options)
          : await unloadLoads(client, entity, target, options)
      await client.query(result.isDone ? 'commit' : 'rollback')
      return result
    },
  )
}

async function unloadLoads(
  client: pg.ClientBase,
  entity: RawEntity,
  target: Extract<Target, { load: string } | { file: string }>,
  { isDryRun, isConfirmed }: UnloadOptions,
): Promise<UnloadResult> {
  const loads = await findLoads(client, entity, target)
  const table = await client.query<{ table: string | null }>('select to_regclass($1)::text as table', [
    entity.name,
  ])
  const deleted = table.rows[0]?.table
    ? await client.query(`delete from ${rawTable(entity)} where _load_id = any($1::bigint[])`, [loads.ids])
    : { rowCount: 0 }
  await forgetVersions(client, entity, loads.ids)
  const quarantined = await client.query(
    'delete from ops.quarantine where load_id = any($1::bigint[]) and replayed_at is null',
    [loads.ids],
  )
  const later = await client.query<{ unchanged: string }>(
    `select coalesce(sum(unchanged_count), 0) as unchanged from ops.loads
     where entity = $1 and status = 'done' and load_id > (select min(id) from unnest($2::bigint[]) id)
       and load_id <> all($2::bigint[])`,
    [entity.entity, loads.ids],
  )
  const records = deleted.rowCount ?? 0
  const result = {
    entity: entity.entity,
    origin: loads.origin,
    records,
    quarantined: quarantined.rowCount ?? 0,
    replaced: Math.min(records, loads.replaced),
    alsoInLater: Math.min(records, Number(later.rows[0]?.unchanged)),
    isDone: !isDryRun,
  }
  if (isDryRun) return result
  if (result.replaced > 0 && !isConfirmed) throw versionsLost(result)
  await client.query(`update ops.loads set status = 'removed' where load_id = any($1::bigint[])`, [loads.ids])
  await keepAccount(client, entity, `unload of ${loads.origin}`, records)
  return result
}

async function unloadRecord(
  client: pg.ClientBase,
  entity: RawEntity,
  parts: readonly string[],
  { isDryRun, isConfirmed }: UnloadOptions,
): Promise<UnloadResult> {
  const fields = entity.key === 'content' ? ['_key'] : entity.key
  const described = `${entity.entity} ${parts.join(', ')}`
  const deleted =
    parts.length === fields.length
      ? await client.query<{ _load_id: string }>(
          `delete from ${rawTable(entity)} where _key = $1 returning _load_id`,
          [keyOf(parts)],
        )
      : { rows: [] }
  const [row] = deleted.rows
  if (!row) {
    throw new ClienteleError(
      'load-unknown',
      `${entity.entity} has no record ${parts.join(', ')}. Give its key: ${fields.join(', ')}.`,
      { entity: entity.entity, key: parts },
    )
  }
  await forgetRecord(client, entity, keyOf(parts))
  const { rows } = await client.query<{ replaced: string }>(
    'select updated_count as replaced from ops.loads where load_id = $1',
    [row._load_id],
  )
  const replaced = Math.min(1, Number(rows[0]?.replaced ?? 0))
  const result = {
    entity: entity.entity,
    origin: `record ${described}`,
    records: 1,
    quarantined: 0,
    replaced,
    alsoInLater: 0,
    isDone: !isDryRun,
  }
  if (isDryRun) return result
  if (replaced > 0 && !isConfirmed) throw versionsLost(result)
  await keepAccount(client, entity, `unload of ${result.origin}`, 1)
  return result
}

async function keepAccount(client: pg.ClientBase, entity: RawEntity, origin: string, records: number) {
  await client.query(
    `insert into ops.loads (entity, origin, status, finished_at, removed_count)
     values ($1, $2, 'unload', now(), $3)`,
    [entity.entity, origin, records],
  )
  await client.query(
    `update ops.entities set version = version + 1, row_count = row_count - $2, changed_at = now()
     where entity = $1`,
    [entity.entity, records],
  )
}

function versionsLost({ origin, records, replaced }: UnloadResult): ClienteleError {
  return new ClienteleError(
    'unload-refused',
    `Up to ${replaced} of the ${records} records of ${origin} replaced an earlier version. Raw keeps only the newest, so the ` +
      'earlier ones cannot be restored: the records would be gone. Nothing was removed. ' +
      'To remove them all the same, add --yes; then load again the files that hold the earlier versions.',
    { records, replaced },
  )
}
