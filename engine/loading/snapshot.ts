import type pg from 'pg'
import type { RawEntity } from '../declare/source.ts'
import { ClienteleError } from '../errors.ts'
import { rejectedTable } from './landing.ts'
import { staged } from './merge-by-key.ts'
import { rawTable } from './raw-tables.ts'

/** A file with all records of its source: what it lacks is deleted there. */
export interface Snapshot {
  readonly isConfirmed: boolean
  /** Of the stored records, the part that may be missing. */
  readonly mostMissing: number
}

/** Checks that a snapshot can say which records are missing. */
export function checkSnapshot(entity: RawEntity): void {
  if (entity.key !== 'content') return
  throw new ClienteleError(
    'snapshot-refused',
    `${entity.entity} has no natural key, so it is not known which of its records are missing. Nothing was loaded. Load the file without --snapshot.`,
    { entity: entity.entity },
  )
}

/**
 * Marks stored records that neither the file nor its quarantined records have as deleted; gives how many. Their values and
 * instants stay, so that the same version restores a record when it comes again.
 */
export async function markMissing(
  client: pg.ClientBase,
  entity: RawEntity,
  loadId: string,
  { isConfirmed, mostMissing }: Snapshot,
): Promise<number> {
  const { rows } = await client.query<{
    stored: string
    missing: string
    unreadable: string
    some: string[] | null
  }>(`
    with missing as (
      select r._key
      from ${rawTable(entity)} r
      where not r._is_deleted
        and not exists (select from ${staged} s where s._key = r._key)
        and not exists (select from ${rejectedTable} x where x.key = r._key)
    )
    select (select count(*) from ${rawTable(entity)} where not _is_deleted) as stored,
      (select count(*) from missing) as missing,
      (select count(*) from ${rejectedTable} where key is null and reason_code <> 'total-row') as unreadable,
      (select array_agg(_key) from (select _key from missing order by _key limit 5) m) as some`)
  const [found] = rows
  const missing = Number(found?.missing ?? 0)
  const stored = Number(found?.stored ?? 0)
  const unreadable = Number(found?.unreadable ?? 0)
  const fields = { entity: entity.entity, missing, stored, unreadable }
  if (unreadable > 0) {
    throw new ClienteleError(
      'snapshot-refused',
      `${unreadable} records of the file cannot be read, so it is not known which records are missing. Nothing was loaded. ` +
        'Correct the file, or load it without --snapshot to see them in quarantine.',
      fields,
    )
  }
  const part = stored === 0 ? 0 : missing / stored
  const sentence =
    `${missing} of ${stored} records (${(100 * part).toFixed(1)} %) are not in the file and would be marked as deleted` +
    `${found?.some ? `, such as ${found.some.join(', ')}` : ''}. Nothing was loaded.`
  if (!isConfirmed) {
    throw new ClienteleError('snapshot-unconfirmed', `${sentence} To do it, add --yes.`, fields)
  }
  if (part > mostMissing) {
    throw new ClienteleError(
      'snapshot-refused',
      `${sentence} That is more than ${100 * mostMissing} %, so the file may be incomplete. If it is complete, add --delete-at-most 100.`,
      fields,
    )
  }
  await client.query(
    `update ${rawTable(entity)} r
     set _is_deleted = true, _hash = md5(r._hash::text || ' missing')::uuid, _load_id = $1, _loaded_at = now()
     where not r._is_deleted
       and not exists (select from ${staged} s where s._key = r._key)
       and not exists (select from ${rejectedTable} x where x.key = r._key)`,
    [loadId],
  )
  await client.query('update ops.loads set missing_count = $2 where load_id = $1', [loadId, missing])
  return missing
}
