import type { Pool } from 'pg'
import { loadRecords } from '../../engine/loading/load.ts'
import { sampleOrigin } from '../../seeds/sample/load.ts'
import { loadedCompany } from '../../seeds/sample/tables.ts'
import { stewardship } from '../../transforms/sources/stewardship.ts'
import { type Measured, recordsOf } from './measured.ts'

/** Keeps an evaluation where reports find it after the next build; one of the sample company goes when that goes. */
export async function keepEvaluation(pool: Pool, measured: Measured): Promise<void> {
  const company = measured.against === 'sample company' ? await loadedCompany(pool) : null
  await loadRecords(pool, stewardship.evaluations, recordsOf(measured), {
    origin: company ? sampleOrigin(company) : 'clientele identity evaluate',
    isSample: company !== null,
  })
}
