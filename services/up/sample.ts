import type { Pool } from 'pg'
import { company } from '#settings'
import { defaultCompany } from '../../seeds/sample/company.ts'
import { loadSample, sampleOrigin } from '../../seeds/sample/load.ts'
import { feeds } from '../../seeds/sample/systems.ts'
import { loadedCompany } from '../../seeds/sample/tables.ts'

/**
 * Loads the sample company into a warehouse that never held records, and returns the outcome as text. A sample
 * company that was loaded before the settings changed is loaded again in the new currency and markets.
 */
export async function offerSample(
  pool: Pool,
  isEnabled: boolean,
  onProgress: (text: string) => void,
): Promise<string> {
  if (!isEnabled) return 'skipped, because of --no-sample'
  if (feeds.length === 0) return 'skipped, because the settings use none of its sources'
  const loaded = await loadedCompany(pool)
  const { rows } = await pool.query<{ has_real_records: boolean; is_removed: boolean; is_current: boolean }>(
    `select
      exists (select from ops.loads where status = 'done' and not is_sample) as has_real_records,
      exists (select from ops.loads where status = 'removed')
        and not exists (select from ops.loads where status = 'done' and is_sample) as is_removed,
      -- the truth is written last, so that an interrupted load is completed
      exists (select from ops.sample_truth)
        and exists (select from ops.loads where status = 'done' and origin = $1) as is_current`,
    [sampleOrigin(loaded ?? defaultCompany)],
  )
  const state = rows[0]
  if (state?.has_real_records) return 'skipped, because other records were loaded'
  if (state?.is_removed) return 'skipped, because it was removed'
  if (state?.is_current) return 'already loaded; remove it with `clientele sample remove`'
  const results = await loadSample(pool, loaded ?? defaultCompany, (entity, records) =>
    onProgress(`${entity}, ${records} records`),
  )
  const records = results.reduce((sum, { loaded }) => sum + loaded, 0)
  return `${records.toLocaleString(company.locale)} records of ${results.length} entities`
}
