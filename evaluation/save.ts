import type { Pool } from 'pg'
import { ClienteleError } from '#engine'
import { loadRecords } from '../engine/loading/load.ts'
import { sampleOrigin } from '../seeds/sample/load.ts'
import { loadedCompany } from '../seeds/sample/tables.ts'
import { stewardship } from '../transforms/sources/stewardship/stewardship.ts'
import { evaluationRecords, type Measured } from './measured.ts'

/**
 * Saves an evaluation, so that reports show it after the next build. An evaluation of the sample company is removed
 * together with the sample company.
 *
 * Errors: `evaluation-refused`.
 */
export async function saveEvaluation(pool: Pool, measured: Measured): Promise<void> {
  const company = measured.against === 'sample company' ? await loadedCompany(pool) : null
  const { quarantined, reasons } = await loadRecords(
    pool,
    stewardship.evaluations,
    evaluationRecords(measured),
    {
      origin: company ? sampleOrigin(company) : 'clientele identity evaluate',
      isSample: company !== null,
    },
  )
  if (quarantined === 0) return
  throw new ClienteleError(
    'evaluation-refused',
    `The evaluation was not saved, because it breaks its contract (${reasons[0]?.field ?? 'record'}: ` +
      `${reasons[0]?.example ?? 'no example'}). The figures are valid: print them without saving, with --no-save.`,
    { code: reasons[0]?.code ?? null },
  )
}
