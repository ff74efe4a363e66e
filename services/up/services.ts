import { type RunningCube, startCube } from '../cube/cube.ts'
import { withoutPassword } from '../endpoints.ts'
import { databaseName, embeddedUrl, requireReachable, startEmbedded } from '../postgres/database.ts'
import type { RunningPostgres } from '../postgres/server.ts'
import { watchDatabase } from '../postgres/watched.ts'
import type { Settings } from '../settings.ts'
import { type Service, type Supervisor, supervise, supervision } from './supervisor.ts'

export type SupervisedPostgres = {
  readonly url: string
  /** For the pages and profiles, which ask many times a second. */
  readonly nearUrl: string
  readonly place: string
} & Supervisor<Service>
export type SupervisedCube = Supervisor<Awaited<ReturnType<typeof startCube>> & Service>

/** Starts the embedded Postgres, or connects to the company's own, and watches it. */
export async function supervisePostgres(
  settings: Settings,
  onChange: (text: string) => void,
): Promise<SupervisedPostgres> {
  const { databaseUrl } = settings
  if (databaseUrl) {
    await requireReachable(databaseUrl)
    const start = async () => {
      const connection = await watchDatabase(databaseUrl)
      return { ...connection, clear: connection.stop }
    }
    // others run it, so it comes back when they say
    const limits = { ...supervision, tries: Infinity, longestDelaySeconds: 10 }
    const plan = { title: 'The Postgres of DATABASE_URL', start, limits, onChange }
    const place = withoutPassword(databaseUrl)
    return { url: databaseUrl, nearUrl: databaseUrl, place, ...supervise<Service>(await start(), plan) }
  }
  const first = await startEmbedded(settings)
  // its clients know this port
  const same = { ...settings, ports: { ...settings.ports, postgres: first.port } }
  const asService = (server: RunningPostgres): Service => ({
    ended: server.ended,
    stop: () => server.release(),
  })
  const start = async () => asService(await startEmbedded(same))
  const supervisor = supervise<Service>(asService(first), { title: 'Postgres', start, onChange })
  return {
    url: embeddedUrl(first),
    nearUrl: first.socketUrl(databaseName),
    place: describe(first),
    ...supervisor,
  }
}

function describe({ port, started, orphans, data }: RunningPostgres): string {
  const how = started ? '' : ', already running'
  const ended = orphans ? `, after ending ${orphans} sessions of a killed server` : ''
  return `127.0.0.1:${port}${how}${ended}, data in ${data}`
}

/** Starts Cube and watches it. After Postgres was away, it counts as working again once it reaches it. */
export async function superviseCube(
  settings: Settings,
  postgres: SupervisedPostgres,
  onChange: (text: string) => void,
): Promise<SupervisedCube> {
  let last: RunningCube | undefined
  const start = async () => {
    // after a restart, the model that it served: the files may have faults by now
    const cube = await startCube(settings, postgres.url, last?.model())
    last = cube
    let reachedSince = postgres.state().restarts
    const answers = async () => {
      if (!(await cube.answers())) return false
      const { up, restarts } = postgres.state()
      if (up && restarts !== reachedSince && (await cube.isHealthy())) reachedSince = restarts
      return !up || restarts === reachedSince
    }
    return { ...cube, answers }
  }
  return supervise(await start(), { title: 'Cube', start, dependsOn: postgres, onChange })
}
