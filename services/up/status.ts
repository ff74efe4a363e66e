import type { Pool } from 'pg'
import { z } from 'zod'
import { readSetAside, type SetAside } from '../../engine/build/set-aside.ts'
import { operatorHeaders } from '../access/operator.ts'
import { isInUse } from '../company/declared.ts'
import type { Endpoints } from '../endpoints.ts'
import { type PagesReadiness, pagesReadiness } from '../gateway/readiness.ts'
import { latestPublications, latestRuns, sourceFreshness } from '../queries.ts'
import type { Settings } from '../settings.ts'

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
  source: string
  row_count: number
  quarantined_count: number
  last_loaded_at: string | null
  is_fresh: boolean | null
  is_sample: boolean
  is_in_use: boolean
}

export type Status = {
  endpoints: Endpoints | null
  ready: boolean
  /** How often each service was restarted since the start; null if nothing runs. */
  restarts: { postgres: number; cube: number } | null
  /** What keeps the services from being ready, in sentences. */
  problems: readonly string[]
  /** Why Cube keeps an earlier model, by file and line. */
  model_faults: readonly string[]
  /** What the report pages show, and which are broken; null if nothing runs. */
  pages: PagesReadiness | null
  published: PublicationRow | null
  last_run: RunRow | null
  /** Null if the database is not running or not migrated. */
  sources: SourceRow[] | null
  /** Rows that the published tables do not hold because they failed a test. */
  set_aside: readonly SetAside[]
}

/** Reads the status without starting or changing anything. */
export async function readStatus(
  settings: Settings,
  endpoints: Endpoints | undefined,
  pool: Pool | undefined,
): Promise<Status> {
  const up = { endpoints: endpoints ?? null, ...(await askGateway(settings, endpoints)) }
  const migrated =
    pool && (await pool.query(`select to_regclass('ops.publications') as exists`)).rows[0]?.exists
  if (!pool || !migrated) return { ...up, published: null, last_run: null, sources: null, set_aside: [] }
  const [[published], [run], sources, set_aside] = await Promise.all([
    latestPublications.read(pool, {}),
    latestRuns.read(pool, {}),
    sourceFreshness.read(pool, {}),
    readSetAside(pool),
  ])
  return {
    ...up,
    published: published
      ? {
          run_id: Number(published.run_id),
          published_at: published.published_at.toISOString(),
          table_count: Number(published.table_count),
          row_count: Number(published.row_count),
        }
      : null,
    last_run: run
      ? {
          ...run,
          run_id: Number(run.run_id),
          started_at: run.started_at.toISOString(),
          finished_at: run.finished_at?.toISOString() ?? null,
        }
      : null,
    sources: sources.map((source) => ({
      ...source,
      row_count: Number(source.row_count),
      quarantined_count: Number(source.quarantined_count),
      last_loaded_at: source.last_loaded_at?.toISOString() ?? null,
      is_in_use: isInUse(source.source),
    })),
    set_aside,
  }
}

const answer = z.object({
  status: z.string(),
  restarts: z.object({ postgres: z.number(), cube: z.number() }),
  problems: z.array(z.string()),
  model_faults: z.array(z.string()),
  pages: pagesReadiness,
})

async function askGateway(
  settings: Settings,
  endpoints: Endpoints | undefined,
): Promise<Pick<Status, 'ready' | 'restarts' | 'problems' | 'model_faults' | 'pages'>> {
  if (!endpoints) return { ready: false, restarts: null, problems: [], model_faults: [], pages: null }
  try {
    const response = await fetch(`${endpoints.gateway}/readyz`, {
      headers: await operatorHeaders(settings),
      signal: AbortSignal.timeout(10_000),
    })
    const { restarts, problems, model_faults, pages } = answer.parse(await response.json())
    return { ready: response.ok, restarts, problems, model_faults, pages }
  } catch {
    const problems = [`${endpoints.gateway}/readyz does not answer.`]
    return { ready: false, restarts: null, problems, model_faults: [], pages: null }
  }
}
