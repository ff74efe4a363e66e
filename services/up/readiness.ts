import type { Pool } from 'pg'
import type { RunningCube } from '../cube/cube.ts'
import type { Readiness } from '../gateway/gateway.ts'
import { latestPublication, type Publication } from '../publication.ts'
import type { Pages } from '../reports/pages.ts'
import type { ServiceState } from './supervisor.ts'

const timeout = 3000
const unwatched: ServiceState = { up: true, restarts: 0, problem: null }

/** How the services that are watched have done since the start. */
export type Watched = { readonly postgres: ServiceState; readonly cube: ServiceState }

/** Asks each service whether it is up now. */
export async function readiness(
  pool: Pool,
  cube: RunningCube,
  pages: Pages | undefined,
  watched: Watched = { postgres: unwatched, cube: unwatched },
): Promise<Readiness> {
  const [published, cubeAnswers] = await Promise.all([askPostgres(pool), cube.isHealthy()])
  const postgresUp = published.up && watched.postgres.up
  const cubeUp = cubeAnswers && watched.cube.up
  const problems = [
    watched.postgres.problem ?? (published.up ? null : 'Postgres does not answer.'),
    watched.cube.problem ?? (cubeAnswers ? null : 'Cube does not answer, or does not reach the database.'),
    published.up && !published.publication ? 'No warehouse is published.' : null,
    pages ? null : 'There are no report pages.',
  ].filter((problem) => problem !== null)
  return {
    status: problems.length === 0 ? 'ready' : 'unready',
    postgres: postgresUp,
    cube: { up: cubeUp, mode: cube.mode, missing: cube.missing },
    reports: pages !== undefined,
    published_at: published.publication?.publishedAt.toISOString() ?? null,
    run_id: published.publication?.runId ?? null,
    restarts: { postgres: watched.postgres.restarts, cube: watched.cube.restarts },
    problems,
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
