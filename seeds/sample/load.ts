import type { Pool } from 'pg'
import { ClienteleError } from '#engine'
import { company as shop } from '#settings'
import { type LoadResult, loadRecords } from '../../engine/loading/load.ts'
import { day } from './calendar.ts'
import { type CompanyOptions, defaultCompany } from './company.ts'
import type { Feed } from './feed.ts'
import { refuseAmongRealRecords } from './guard.ts'
import { removeSample } from './remove.ts'
import { sampled } from './stream.ts'
import { feeds } from './systems.ts'
import { loadedCompany, writeTruth } from './tables.ts'
import { type Truth, truthIn, truthOf } from './truth.ts'

export type OnProgress = (entity: string, records: number) => void

export interface SampleOptions {
  /** Whether the warehouse may hold real records in entities that the sample company does not use. */
  readonly intoRealData?: boolean
}

/** Two entities at a time: one makes records while the other merges them. */
const lanes = 2

/**
 * Loads the sample company through the same checks as any file. Loading the same company again changes nothing,
 * whatever day it has reached; another company replaces the loaded one.
 */
export async function loadSample(
  pool: Pool,
  requested: CompanyOptions = defaultCompany,
  onProgress: OnProgress = () => {},
  { intoRealData = false }: SampleOptions = {},
): Promise<readonly LoadResult[]> {
  await refuseAmongRealRecords(pool, intoRealData)
  const origin = sampleOrigin(requested)
  const { rows } = await pool.query(
    `select from ops.loads where is_sample and status <> 'removed' and origin <> $1 limit 1`,
    [origin],
  )
  if (rows.length > 0) await removeSample(pool)
  const loaded = await loadedCompany(pool)
  const company = { ...requested, today: Math.max(requested.today, loaded?.today ?? 0) }
  const results = new Map<Feed, LoadResult>()
  const waiting = [...feeds]
  const work = async () => {
    for (let feed = waiting.shift(); feed; feed = waiting.shift()) {
      results.set(feed, await loadFeed(pool, feed, recordsOf(company, feed), origin, onProgress))
    }
  }
  await Promise.all(Array.from({ length: lanes }, work))
  await writeTruth(pool, company, truthIn({ company }))
  return feeds.flatMap((feed) => results.get(feed) ?? [])
}

/** Simulates the next days one by one: in all systems records are created, changed and deleted. */
export async function advanceSample(
  pool: Pool,
  days: number,
  onProgress: OnProgress = () => {},
  { intoRealData = false }: SampleOptions = {},
): Promise<readonly LoadResult[]> {
  if (await loadedCompany(pool)) await refuseAmongRealRecords(pool, intoRealData)
  const results: LoadResult[] = []
  for (let simulated = 0; simulated < days; simulated++) {
    const before = await loadedCompany(pool)
    if (!before) {
      throw new ClienteleError(
        'sample-missing',
        'No sample company is loaded, so no day can be simulated. Load it with `clientele sample load`.',
      )
    }
    const company = { ...before, today: before.today + day }
    const truth: Truth[] = []
    // the records of one day fit in memory
    const records = new Map<Feed, object[]>()
    for (const one of sampled({ company, since: before.today }, feeds)) {
      const made = records.get(one.feed)
      if (made) made.push(one.record)
      else records.set(one.feed, [one.record])
      const known = truthOf(one)
      if (known) truth.push(known)
    }
    for (const [feed, made] of records) {
      results.push(await loadFeed(pool, feed, made, sampleOrigin(company), onProgress))
    }
    await writeTruth(pool, company, truth, true)
  }
  return results
}

/** The origin of a company's loads. Loading a company with another origin replaces it. */
export function sampleOrigin({ customers, seed }: CompanyOptions): string {
  const { name, currency, timeZone, locale, markets, phoneRegion } = shop
  const settings = [name, currency, timeZone, locale, markets.join(' '), phoneRegion].join(', ')
  return `sample company: ${customers} customers, seed ${seed}, ${settings}`
}

export function* recordsOf(company: CompanyOptions, feed: Feed): Generator<object> {
  for (const { record } of sampled({ company }, [feed])) yield record
}

function loadFeed(
  pool: Pool,
  { entity }: Feed,
  records: Iterable<object>,
  origin: string,
  onProgress: OnProgress,
): Promise<LoadResult> {
  const onEvent = (event: { kind: string; records?: number }) => onProgress(entity.entity, event.records ?? 0)
  return loadRecords(pool, entity, records, { origin, isSample: true, onEvent })
}
