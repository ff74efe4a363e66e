import type { Pool } from 'pg'
import { ClienteleError } from '../../engine/errors.ts'
import { CopyInto } from '../../engine/loading/copy.ts'
import { type LoadResult, loadRecords } from '../../engine/loading/load.ts'
import { withEntityLock } from '../../engine/loading/lock.ts'
import type { RawEntity } from '../../engine/source.ts'
import { rawTable } from '../../engine/source-tables.ts'
import { type CompanyOptions, defaultCompany, entitiesOfCompany, truthOf } from './company.ts'

/** Loads the sample company through the same checks as any file. Twice the same company changes nothing. */
export async function loadSample(
  pool: Pool,
  company: CompanyOptions = defaultCompany,
  onProgress: (entity: string, records: number) => void = () => {},
): Promise<readonly LoadResult[]> {
  const origin = `sample company: ${company.customers} customers, seed ${company.seed}`
  const entities = entitiesOfCompany(company)
  for (const { entity } of entities) await refuseAmongRealRecords(pool, entity)
  const results: LoadResult[] = []
  for (const { entity, records } of entities) {
    const onEvent = (event: { kind: string; records?: number }) =>
      onProgress(entity.entity, event.records ?? 0)
    results.push(await loadRecords(pool, entity, records(), { origin, isSample: true, onEvent }))
  }
  await writeTruth(pool, company)
  return results
}

export interface Removed {
  readonly entity: string
  readonly records: number
}

/** Takes the sample company out again. Records that a real load has written since are real, and stay. */
export async function removeSample(pool: Pool): Promise<readonly Removed[]> {
  const removed: Removed[] = []
  for (const { entity } of entitiesOfCompany(defaultCompany)) {
    const records = await withEntityLock(
      pool,
      entity.entity,
      () => {},
      async (client) => {
        await client.query('begin')
        const { rows } = await client.query<{ exists: boolean }>(
          'select to_regclass($1) is not null as exists',
          [rawTable(entity)],
        )
        if (!rows[0]?.exists) return 0
        const sample = 'select load_id from ops.loads where entity = $1 and is_sample'
        const deleted = await client.query(`delete from ${rawTable(entity)} where _load_id in (${sample})`, [
          entity.entity,
        ])
        const quarantined = await client.query(`delete from ops.quarantine where load_id in (${sample})`, [
          entity.entity,
        ])
        const loads = await client.query(
          `update ops.loads set status = 'removed' where entity = $1 and is_sample and status <> 'removed'`,
          [entity.entity],
        )
        if (deleted.rowCount || quarantined.rowCount || loads.rowCount) {
          await client.query(
            `update ops.entities set version = version + 1, row_count = row_count - $2, changed_at = now()
             where entity = $1`,
            [entity.entity, deleted.rowCount ?? 0],
          )
        }
        await client.query('delete from ops.sample_truth where entity = $1', [entity.entity])
        await client.query('commit')
        return deleted.rowCount ?? 0
      },
    )
    removed.push({ entity: entity.entity, records })
  }
  return removed
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
