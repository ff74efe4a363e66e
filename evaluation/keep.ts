import type { Pool } from 'pg'
import { ClienteleError } from '#engine'
import { loadRecords } from '../engine/loading/load.ts'
import { sampleOrigin } from '../seeds/sample/load.ts'
import { loadedCompany } from '../seeds/sample/tables.ts'
import { stewardship } from '../transforms/sources/stewardship/stewardship.ts'
import { type Measured, recordsOf } from './measured.ts'

/**
 * Keeps an evaluation where reports find it after the next build; one of the sample company goes when that goes.
 *
 * Errors: `evaluation-refused`.
 */
export async function keepEvaluation(pool: Pool, measured: Measured): Promise<void> {
  const company = measured.against === 'sample company' ? await loadedCompany(pool) : null
  const { quarantined, reasons } = await loadRecords(pool, stewardship.evaluations, recordsOf(measured), {
    origin: company ? sampleOrigin(company) : 'clientele identity evaluate',
    isSample: company !== null,
  })
  if (quarantined === 0) return
  throw new ClienteleError(
    'evaluation-refused',
    `The evaluation was not kept: ${reasons[0]?.field ?? 'it'}: ${reasons[0]?.example ?? 'breaks its contract'}. Its figures are good; --no-keep prints them alone.`,
    { code: reasons[0]?.code ?? null },
  )
}
