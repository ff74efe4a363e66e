import type { Pool } from 'pg'
import type { RunningCube } from '../cube/cube.ts'
import type { Readiness } from '../gateway/gateway.ts'
import { latestPublication, type Publication } from '../publication.ts'
import type { Pages } from '../reports/pages.ts'

const timeout = 3000

/** Asks each service whether it is up now. */
export async function readiness(pool: Pool, cube: RunningCube, pages: Pages | undefined): Promise<Readiness> {
  const [published, cubeUp] = await Promise.all([askPostgres(pool), askCube(cube.url)])
  const isReady = published.up && published.publication !== undefined && cubeUp && pages !== undefined
  return {
    status: isReady ? 'ready' : 'unready',
    postgres: published.up,
    cube: { up: cubeUp, mode: cube.mode, missing: cube.missing },
    reports: pages !== undefined,
    published_at: published.publication?.publishedAt.toISOString() ?? null,
    run_id: published.publication?.runId ?? null,
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

async function askCube(url: string): Promise<boolean> {
  const response = await fetch(`${url}/livez`, { signal: AbortSignal.timeout(timeout) }).catch(
    () => undefined,
  )
  return response?.ok ?? false
}
