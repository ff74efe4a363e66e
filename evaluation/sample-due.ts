import type { Pool } from 'pg'
import type { Warehouse } from '../engine/graph/catalogue.ts'
import { settings } from '../transforms/identity/settings.ts'
import { evaluateSample } from './sample.ts'
import { saveEvaluation } from './save.ts'

/** Evaluates identity against the sample company if it was loaded or changed since the last evaluation. */
export async function evaluateSampleIfDue(pool: Pool, warehouse: Warehouse): Promise<boolean> {
  const { rows } = await pool.query<{ is_due: boolean | null }>(`
    select exists (select from ops.sample_state)
      and max(finished_at) filter (where entity <> 'stewardship.evaluations')
        > coalesce(max(finished_at) filter (where entity = 'stewardship.evaluations'), '-infinity') as is_due
    from ops.loads where is_sample and status = 'done'`)
  if (!rows[0]?.is_due) return false
  await saveEvaluation(pool, await evaluateSample(pool, warehouse, settings))
  return true
}
