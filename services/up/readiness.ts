import type { Pool } from 'pg'
import type { RunningCube } from '../cube/cube.ts'
import type { PagesReadiness, Readiness } from '../gateway/readiness.ts'
import { latestPublication, type Publication } from '../publication.ts'
import type { ServiceState } from './supervisor.ts'
import type { PagesState } from './watch.ts'

const timeout = 3000
const unwatched: ServiceState = { up: true, restarts: 0, problem: null }

/** How the services that are watched have done since the start. */
export type Watched = { readonly postgres: ServiceState; readonly cube: ServiceState }

/** Asks each service whether it is up now. */
export async function readiness(
  pool: Pool,
  cube: RunningCube,
  pages: PagesState,
  watched: Watched = { postgres: unwatched, cube: unwatched },
  modelFaults: readonly string[] = [],
): Promise<Readiness> {
  const [published, cubeAnswers] = await Promise.all([askPostgres(pool), cube.isHealthy()])
  const postgresUp = published.up && watched.postgres.up
  const cubeUp = cubeAnswers && watched.cube.up
  const problems = [
    watched.postgres.problem ?? (published.up ? null : 'Postgres does not answer.'),
    watched.cube.problem ?? (cubeAnswers ? null : 'Cube does not answer, or does not reach the database.'),
    published.up && !published.publication ? 'No warehouse is published.' : null,
    pages.shown ? null : `There are no report pages yet. ${pages.error ?? ''}`.trim(),
  ].filter((problem) => problem !== null)
  const shown = readPages(pages)
  const isCurrent =
    shown.run_id === published.publication?.runId && ['current', 'drawing'].includes(shown.status)
  return {
    status: problems.length > 0 ? 'unready' : isCurrent && modelFaults.length === 0 ? 'ready' : 'stale',
    postgres: postgresUp,
    cube: { up: cubeUp, mode: cube.mode, missing: cube.missing },
    reports: pages.shown !== undefined,
    pages: shown,
    model_faults: modelFaults,
    published_at: published.publication?.publishedAt.toISOString() ?? null,
    run_id: published.publication?.runId ?? null,
    restarts: { postgres: watched.postgres.restarts, cube: watched.cube.restarts },
    problems,
  }
}

/** A drawing that goes on does not hide how the one before it ended. */
function readPages({ shown, isDrawing, error, nextTryAt }: PagesState): PagesReadiness {
  const broken = shown?.broken ?? []
  const ended = error !== null ? 'failed' : broken.length > 0 ? 'broken' : isDrawing ? 'drawing' : 'current'
  return {
    status: ended,
    run_id: shown?.runId ?? null,
    drawn_at: shown?.builtAt ?? null,
    error,
    next_try_at: nextTryAt?.toISOString() ?? null,
    broken: broken.map(({ path, file, reason, earlier }) => ({
      path,
      file,
      reason,
      run_id: earlier?.runId ?? null,
    })),
  }
}

async function askPostgres(pool: Pool): Promise<{ up: boolean; publication: Publication | undefined }> {
  const late = new Promise<never>((_resolve, reject) => setTimeout(reject, timeout).unref())
  try {
    return { up: true, publication: await Promise.race([latestPublication(pool), late]) }
  } catch {
    return { up: false, publication: undefined }
  }
}
