import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { loadFile, loadRecords } from '../../engine/loading/load.ts'
import { today } from '../../seeds/sample/calendar.ts'
import { writeSample } from '../../seeds/sample/files.ts'
import { advanceSample, loadSample } from '../../seeds/sample/load.ts'
import { removeSample } from '../../seeds/sample/remove.ts'
import { sampled } from '../../seeds/sample/stream.ts'
import { feeds } from '../../seeds/sample/systems.ts'
import { offerSample } from '../../services/up/sample.ts'
import { hubspot } from '../../transforms/sources/hubspot/hubspot.ts'
import { online_retail } from '../../transforms/sources/online_retail/online_retail.ts'
import { cloneDatabase, useDatabase } from '../harness/database.ts'
import { recordsOf, valuesAt } from './records.ts'

const company = { customers: 60, seed: 3, today }
const tables = feeds.map(({ entity }) => ({
  entity: entity.entity,
  table: `raw.${entity.entity.replace('.', '__')}`,
}))

const db = useDatabase()

/** The keys and content hashes of all raw records. */
async function raw(): Promise<Record<string, string[]>> {
  const contents: Record<string, string[]> = {}
  for (const { entity, table } of tables) {
    const { rows } = await db.pool.query<{ row: string }>(
      `select _key || ' ' || _hash as row from ${table} order by _key`,
    )
    contents[entity] = rows.map(({ row }) => row)
  }
  return contents
}

function earlierVersions(entity: string): number {
  const feed = feeds.filter((one) => one.entity.entity === entity)
  return [...sampled({ company }, feed)].filter(({ isEarlier }) => isEarlier).length
}

async function count(relation: string): Promise<number> {
  const { rows } = await db.pool.query<{ count: number }>(`select count(*)::int from ${relation}`)
  return rows[0]?.count ?? -1
}

test('all of it is loaded, orders in other currencies too, and loading it again changes nothing', async () => {
  const results = await loadSample(db.pool, company)
  const expected = recordsOf(company)
  for (const { entity, read, loaded, updated, quarantined, unknownFields } of results) {
    const records = expected.get(entity)?.size ?? 0
    const earlier = earlierVersions(entity)
    expect(read, entity).toBe(records + earlier)
    expect({ entity, records: loaded + quarantined, updated }).toEqual({ entity, records, updated: earlier })
    if (!entity.startsWith('stripe') && !entity.startsWith('square'))
      expect({ entity, unknownFields }).toEqual({ entity, unknownFields: {} })
  }
  const foreign = valuesAt(expected, 'shopify.orders', 'currency').filter((currency) => currency !== 'GBP')
  expect(foreign.length).toBeGreaterThan(0)
  expect(results.reduce((sum, { quarantined }) => sum + quarantined, 0)).toBe(0)
  const personal = [...expected.values()]
    .flatMap((some) => [...some.values()])
    .filter(({ personId, feed }) => personId !== null && feed.isPersonal)
  expect(await count('ops.sample_truth')).toBe(personal.length)
  const before = await raw()
  const again = await loadSample(db.pool, company)
  expect(again.reduce((sum, { loaded, updated }) => sum + loaded + updated, 0)).toBe(0)
  expect(await raw()).toEqual(before)
})

test('simulating days gives the same records as loading the later day', async () => {
  await advanceSample(db.pool, 2)
  await advanceSample(db.pool, 1)
  const simulated = await raw()
  const truth = await count('ops.sample_truth')
  const again = await loadSample(db.pool, company)
  expect(again.reduce((sum, { loaded, updated }) => sum + loaded + updated, 0)).toBe(0)
  await removeSample(db.pool)
  await loadSample(db.pool, { ...company, today: today + 3 * 86_400_000 })
  expect(await raw()).toEqual(simulated)
  expect(await count('ops.sample_truth')).toBe(truth)
})

test('another company replaces it', async () => {
  const other = { customers: 10, seed: 8, today }
  const results = await loadSample(db.pool, other)
  expect(await count('raw.shopify__customers')).toBe(
    results.find(({ entity }) => entity === 'shopify.customers')?.loaded,
  )
  expect(await count('ops.sample_people')).toBe(11)
})

test('files can be loaded, and the truth is in files of its own', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'clientele-sample-'))
  try {
    const other = { customers: 10, seed: 8, today }
    const written = writeSample(folder, other)
    const contacts = written.find(({ file }) => file === 'hubspot.contacts.jsonl')
    const loaded = await loadFile(db.pool, hubspot.contacts, join(folder, 'hubspot.contacts.jsonl'))
    expect(loaded).toMatchObject({ read: contacts?.records, loaded: 0, updated: 0, quarantined: 0 })
    const truth = (await readFile(join(folder, 'truth.csv'), 'utf8')).trim().split('\n')
    expect(truth[0]).toBe('entity,record_key,person_id,sentiment,cause')
    expect(truth.length - 1).toBe(await count('ops.sample_truth'))
  } finally {
    await rm(folder, { recursive: true })
  }
})

test('it is not mixed into real data unless it is told to', async () => {
  const other = await cloneDatabase()
  try {
    const line = {
      InvoiceNo: '536365',
      StockCode: '85123A',
      Description: 'HEART HOLDER',
      Quantity: 6,
      InvoiceDate: '2010-12-01 08:26:00',
      UnitPrice: '2.55',
      CustomerID: '17850',
      Country: 'United Kingdom',
    }
    const loaded = await loadRecords(other.pool, online_retail.transactions, [line], {
      origin: 'real',
      isSample: false,
    })
    expect(loaded).toMatchObject({ loaded: 1 })
    const few = { customers: 5, seed: 3, today }
    await expect(loadSample(other.pool, few)).rejects.toMatchObject({
      code: 'sample-refused',
      message: expect.stringContaining('--into-real-data'),
    })
    const invented = await other.pool.query('select from ops.loads where is_sample')
    expect(invented.rowCount).toBe(0)
    expect(await offerSample(other.pool, true, () => {})).toBe('skipped, because other records were loaded')
    await loadSample(other.pool, few, () => {}, { intoRealData: true })
    await expect(advanceSample(other.pool, 1)).rejects.toMatchObject({ code: 'sample-refused' })
    const at = '2026-10-01T10:00:00Z'
    const contact = { id: '1', createdAt: at, updatedAt: at, archived: false, properties: {} }
    await loadRecords(other.pool, hubspot.contacts, [contact], { origin: 'real', isSample: false })
    await expect(loadSample(other.pool, few, () => {}, { intoRealData: true })).rejects.toMatchObject({
      code: 'sample-refused',
      message: expect.stringContaining('hubspot.contacts'),
    })
  } finally {
    await other.drop()
  }
})

test('removing it leaves real records, and it is never mixed with them', async () => {
  const instant = '2026-01-01T00:00:00Z'
  const real = { id: '1', createdAt: instant, updatedAt: instant, archived: false, properties: {} }
  await loadRecords(db.pool, hubspot.contacts, [real, { id: 'bad' }], { origin: 'real', isSample: false })
  await expect(loadSample(db.pool, company)).rejects.toMatchObject({ code: 'sample-refused' })
  await removeSample(db.pool)
  for (const { entity, table } of tables)
    expect(await count(table), entity).toBe(entity === 'hubspot.contacts' ? 1 : 0)
  for (const relation of ['sample_truth', 'sample_people', 'sample_state'])
    expect(await count(`ops.${relation}`)).toBe(0)
  expect(await count('ops.quarantine')).toBe(1)
  expect((await removeSample(db.pool)).filter(({ records }) => records > 0)).toEqual([])
  await expect(advanceSample(db.pool, 1)).rejects.toMatchObject({ code: 'sample-missing' })
})
