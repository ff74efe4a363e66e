import type { Pool } from 'pg'
import type { Endpoints } from '../endpoints.ts'

type PublicationRow = { run_id: number; published_at: string; table_count: number; row_count: number }
type RunRow = {
  run_id: number
  status: string
  started_at: string
  finished_at: string | null
  error: string | null
}
type SourceRow = {
  entity: string
  row_count: number
  quarantined_count: number
  last_loaded_at: string | null
  is_fresh: boolean | null
  is_sample: boolean
}

export type Status = {
  endpoints: Endpoints | null
  ready: boolean
  published: PublicationRow | null
  last_run: RunRow | null
  /** Null where the database could not be asked. */
  sources: SourceRow[] | null
}

/** Looks, starts nothing, changes nothing. */
export async function readStatus(endpoints: Endpoints | undefined, pool: Pool | undefined): Promise<Status> {
  const ready = endpoints !== undefined && (await isReady(endpoints.gateway))
  const up = { endpoints: endpoints ?? null, ready }
  const migrated =
    pool && (await pool.query(`select to_regclass('ops.publications') as there`)).rows[0]?.there
  if (!pool || !migrated) return { ...up, published: null, last_run: null, sources: null }
  const [published, runs, sources] = await Promise.all([
    pool.query<PublicationRow>(`
      select run_id::float, to_json(published_at)#>>'{}' as published_at, table_count, row_count::float
      from ops.publications order by run_id desc limit 1`),
    pool.query<RunRow>(`
      select run_id::float, status, to_json(started_at)#>>'{}' as started_at,
        to_json(finished_at)#>>'{}' as finished_at, error
      from ops.runs order by run_id desc limit 1`),
    pool.query<SourceRow>(`
      select entity, row_count::float, quarantined_count::float, to_json(last_loaded_at)#>>'{}' as last_loaded_at,
        is_fresh, is_sample
      from ops.source_freshness order by entity`),
  ])
  return {
    ...up,
    published: published.rows[0] ?? null,
    last_run: runs.rows[0] ?? null,
    sources: sources.rows,
  }
}

async function isReady(gateway: string): Promise<boolean> {
  const response = await fetch(`${gateway}/readyz`, { signal: AbortSignal.timeout(5000) }).catch(
    () => undefined,
  )
  return response?.ok ?? false
}
