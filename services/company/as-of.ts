import type { Pool } from 'pg'
import { dayIn } from '#engine'
import { company } from '#settings'

/**
 * The day as of which the warehouse is built: the one that the settings declare; the day that the sample company has
 * reached, in a warehouse that holds nothing else, because its history is invented; otherwise today.
 */
export async function asOfDayOf(pool: Pool): Promise<string> {
  if (company.asOfDay !== undefined) return company.asOfDay
  const migrated = await pool.query(`select to_regclass('ops.sample_state') as exists`)
  if (!migrated.rows[0]?.exists) return dayIn(company.timeZone, new Date())
  const { rows } = await pool.query<{ today: Date }>(
    `select today
     from ops.sample_state
     where not exists (
       select
       from ops.loads
       join ops.entities using (entity)
       where status = 'done' and not is_sample and loaded_count > 0 and source <> 'stewardship' and row_count > 0
     )`,
  )
  return dayIn(company.timeZone, rows[0]?.today ?? new Date())
}
