import type { ClientBase, Pool } from 'pg'
import type { RawEntity } from '#engine'
import { withEntityLock } from '../../engine/loading/lock.ts'
import { rawTable } from '../../engine/loading/raw-tables.ts'
import { stewardship } from '../../transforms/sources/stewardship/stewardship.ts'
import { allFeeds } from './systems.ts'

export interface Removed {
  readonly entity: string
  readonly records: number
}

/**
 * Removes the sample company and the evaluations against it. Records that a real load has written since are real and
 * stay.
 */
export async function removeSample(pool: Pool): Promise<readonly Removed[]> {
  const removed: Removed[] = []
  for (const entity of [...allFeeds.map((feed) => feed.entity), stewardship.evaluations]) {
    const records = await withEntityLock(
      pool,
      entity.entity,
      () => {},
      async (client) => {
        await client.query('begin')
        const count = await removeRecords(client, entity)
        await client.query('commit')
        return count
      },
    )
    removed.push({ entity: entity.entity, records })
  }
  await pool.query('truncate ops.sample_people; delete from ops.sample_state')
  return removed
}

async function removeRecords(client: ClientBase, entity: RawEntity): Promise<number> {
  const name = [entity.entity]
  await client.query('delete from ops.sample_truth where entity = $1', name)
  const loads = await client.query(
    `select from ops.loads where entity = $1 and is_sample and status <> 'removed' limit 1`,
    name,
  )
  if (loads.rows.length === 0) return 0
  const sample = 'select load_id from ops.loads where entity = $1 and is_sample'
  const deleted = await client.query(`delete from ${rawTable(entity)} where _load_id in (${sample})`, name)
  await client.query(`delete from ops.record_versions where load_id in (${sample})`, name)
  await client.query(`delete from ops.quarantine where load_id in (${sample})`, name)
  await client.query(`update ops.loads set status = 'removed' where entity = $1 and is_sample`, name)
  await client.query(
    `update ops.entities set version = version + 1, row_count = row_count - $2, changed_at = now()
     where entity = $1`,
    [entity.entity, deleted.rowCount ?? 0],
  )
  return deleted.rowCount ?? 0
}
