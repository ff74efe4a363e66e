import type { Pool } from 'pg'
import { company } from '#settings'
import { loadSample } from '../../seeds/sample/load.ts'

/** Loads the sample company into a warehouse that never held records, and returns the outcome as text. */
export async function offerSample(
  pool: Pool,
  isEnabled: boolean,
  onProgress: (text: string) => void,
): Promise<string> {
  if (!isEnabled) return 'skipped, because of --no-sample'
  const { rows } = await pool.query<{ has_other_records: boolean; is_loaded: boolean }>(`
    select
      exists (select from ops.loads where status = 'removed' or (status = 'done' and not is_sample)) as has_other_records,
      -- written last, so that an interrupted load is completed
      exists (select from ops.sample_truth) as is_loaded`)
  if (rows[0]?.has_other_records) return 'skipped, because other records were loaded'
  if (rows[0]?.is_loaded) return 'already loaded; remove it with `clientele sample remove`'
  const results = await loadSample(pool, undefined, (entity, records) =>
    onProgress(`${entity}, ${records} records`),
  )
  const records = results.reduce((sum, { loaded }) => sum + loaded, 0)
  return `${records.toLocaleString(company.locale)} records of ${results.length} entities`
}
