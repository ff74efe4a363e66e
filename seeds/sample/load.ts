import type { Pool } from 'pg'
import { ClienteleError } from '../../engine/errors.ts'
import { CopyInto } from '../../engine/loading/copy.ts'
import { type LoadResult, loadRecords } from '../../engine/loading/load.ts'
import type { RawEntity } from '../../engine/source.ts'
import { type CompanyOptions, defaultCompany, entitiesOfCompany, truthOf } from './company.ts'
import { removeSample } from './remove.ts'

/**
 * Loads the sample company through the same checks as any file. Twice the same company changes nothing; another
 * company takes the place of the one that was there.
 */
export async function loadSample(
  pool: Pool,
  company: CompanyOptions = defaultCompany,
  onProgress: (entity: string, records: number) => void = () => {},
): Promise<readonly LoadResult[]> {
  const origin = `sample company: ${company.customers} customers, seed ${company.seed}`
  const entities = entitiesOfCompany(company)
  for (const { entity } of entities) await refuseAmongRealRecords(pool, entity)
  const { rows } = await pool.query(
    `select from ops.loads where is_sample and status <> 'removed' and origin <> $1 limit 1`,
    [origin],
  )
  if (rows.length > 0) await removeSample(pool)
  const results: LoadResult[] = []
  for (const { entity, records } of entities) {
    const onEvent = (event: { kind: string; records?: number }) =>
      onProgress(entity.entity, event.records ?? 0)
    results.push(await loadRecords(pool, entity, records(), { origin, isSample: true, onEvent }))
  }
  await writeTruth(pool, company)
  return results
}

async function refuseAmongRealRecords(pool: Pool, entity: RawEntity): Promise<void> {
  const { rows } = await pool.query(
    `select from ops.loads where entity = $1 and status = 'done' and not is_sample and loaded_count > 0 limit 1`,
    [entity.entity],
  )
  if (rows.length === 0) return
  throw new ClienteleError(
    'sample-refused',
    `${entity.entity} holds real records, among which the sample company is not mixed. ` +
      'Load it into an empty warehouse: set CLIENTELE_HOME to a new folder, or DATABASE_URL to an empty database.',
    { entity: entity.entity },
  )
}

async function writeTruth(pool: Pool, company: CompanyOptions): Promise<void> {
  const client = await pool.connect()
  let isDone = false
  try {
    await client.query('begin')
    await client.query('truncate ops.sample_truth')
    const copy = new CopyInto(client, 'copy ops.sample_truth (person_id, entity, record_key) from stdin')
    let text = ''
    for (const { personId, entity, recordKey } of truthOf(company)) {
      text += `${personId}\t${entity}\t${recordKey}\n`
      if (text.length < 256 * 1024) continue
      await copy.write(text)
      text = ''
    }
    await copy.write(text)
    await copy.end()
    await client.query('commit')
    isDone = true
  } finally {
    client.release(!isDone)
  }
}
