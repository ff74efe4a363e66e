import type { Pool } from 'pg'
import { company } from '#settings'
import { loadSample } from '../../seeds/sample/load.ts'

/** Loads the sample company into a warehouse that has never held anything, and says what came of it. */
export async function offerSample(
  pool: Pool,
  isWanted: boolean,
  onProgress: (text: string) => void,
): Promise<string> {
  if (!isWanted) return 'not wanted'
  const { rows } = await pool.query<{ is_begun: boolean; is_loaded: boolean }>(`
    select
      exists (select from ops.loads where status = 'removed' or (status = 'done' and not is_sample)) as is_begun,
      -- written last: a sample whose loading was cut short is completed
      exists (select from ops.sample_truth) as is_loaded`)
  if (rows[0]?.is_begun) return 'not needed, as other records have been loaded'
  if (rows[0]?.is_loaded) return 'loaded before; clientele sample remove takes it out'
  const results = await loadSample(pool, undefined, (entity, records) =>
    onProgress(`${entity}, ${records} records`),
  )
  const records = results.reduce((sum, { loaded }) => sum + loaded, 0)
  return `${records.toLocaleString(company.locale)} records of ${results.length} entities`
}
