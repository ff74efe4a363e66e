import type { Pool } from 'pg'
import { ClienteleError, messageOf } from '#engine'
import { startCube } from '../cube/cube.ts'
import { canLoadAddon } from '../cube/portable.ts'
import {
  type Endpoints,
  readEndpoints,
  removeEndpoints,
  withoutPassword,
  writeEndpoints,
} from '../endpoints.ts'
import { startGateway } from '../gateway/gateway.ts'
import { requireFreePort } from '../ports.ts'
import { createPool, embeddedUrl, requireReachable, startEmbedded } from '../postgres/database.ts'
import { migrate } from '../postgres/migrate.ts'
import type { Publication } from '../publication.ts'
import { currentPages } from '../reports/pages.ts'
import { buildReports } from '../reports/reports.ts'
import type { Settings } from '../settings.ts'
import { readiness } from './readiness.ts'
import { offerSample } from './sample.ts'
import type { RunStep } from './step.ts'
import { buildWarehouse } from './warehouse.ts'
import { watchPublications } from './watch.ts'

export type UpOptions = {
  /** Whether to load the sample company into an empty warehouse. */
  readonly sample: boolean
  readonly step: RunStep
  readonly signal: AbortSignal
  /** Called for each service as soon as it runs, so that an interrupt can stop it, in reverse order. */
  readonly onStopper: (title: string, stop: () => Promise<unknown>) => void
  /** Called after the start, when a later build was published and the reports are rebuilt. */
  readonly onRefresh: (text: string) => void
}

/** Starts all services, in the order in which data flows. */
export async function startAll(settings: Settings, options: UpOptions): Promise<Endpoints> {
  const { step, signal, onStopper } = options
  await requireNotRunning(settings)
  const { url } = await step(
    'Postgres',
    () => startDatabase(settings, onStopper),
    ({ place }) => place,
  )
  await step(
    'Migrations',
    () => migrate(url),
    (files) => (files.length ? `${files.length} applied` : 'up to date'),
  )
  const pool = createPool(url)
  onStopper('connections', () => endPool(pool))
  signal.throwIfAborted()
  await step(
    'Sample company',
    (now) => offerSample(pool, options.sample, now.progress),
    (text) => text,
  )
  signal.throwIfAborted()
  const publication = await step('Warehouse', (now) => buildWarehouse(settings, pool, now), describe)
  signal.throwIfAborted()
  const cube = await step(
    'Cube',
    () => startCube(settings, url),
    ({ mode, missing }) =>
      [`${mode} mode`, ...(missing.length ? [`without ${missing.join(', ')}`] : [])].join(', '),
  )
  onStopper('Cube', () => cube.stop())
  signal.throwIfAborted()
  let pages = await step(
    'Reports',
    async (now) => {
      const before = await currentPages(settings)
      try {
        const cubeUrl = cube.url
        return (await buildReports(settings, { cubeUrl, publication, signal, onProgress: now.progress }))
          .pages
      } catch (error) {
        if (!before || signal.aborted) throw error
        now.warn(`The previous pages are shown, because new ones could not be built. ${messageOf(error)}`)
        return before
      }
    },
    (built) => `show run ${built.runId}`,
  )
  const content = { pages: () => pages, readiness: () => readiness(pool, cube, pages) }
  const gateway = await step(
    'Gateway',
    () => startGateway(settings, content),
    ({ url }) => url,
  )
  onStopper('gateway', () => gateway.stop())
  onStopper(
    'watch',
    watchPublications(pool, pages.runId, async (next) => {
      options.onRefresh(`Run ${next.runId} was published; building its reports`)
      try {
        pages = (await buildReports(settings, { cubeUrl: cube.url, publication: next, signal })).pages
        options.onRefresh(`The reports now show run ${next.runId}`)
      } catch (error) {
        if (!signal.aborted)
          options.onRefresh(
            `The previous pages are still shown, because new ones could not be built. ${messageOf(error)}`,
          )
      }
    }),
  )
  const endpoints: Endpoints = {
    gateway: gateway.url,
    cube: cube.url,
    cubeSql: cube.sqlPort === null ? null : `postgres://127.0.0.1:${cube.sqlPort}/clientele`,
    postgres: withoutPassword(url),
    cubeMode: cube.mode,
    pid: process.pid,
    startedAt: new Date().toISOString(),
  }
  onStopper('endpoints', () => removeEndpoints(settings))
  await writeEndpoints(settings, endpoints)
  return endpoints
}

async function requireNotRunning(settings: Settings): Promise<void> {
  const other = await readEndpoints(settings)
  if (other) {
    throw new ClienteleError(
      'already-up',
      `Clientele is already running at ${other.gateway}, as process ${other.pid}. Use that one, or stop it with Ctrl-C first.`,
      { pid: other.pid, gateway: other.gateway },
    )
  }
  await requireFreePort(settings, 'gateway')
  await requireFreePort(settings, 'cube')
  if (canLoadAddon()) await requireFreePort(settings, 'cubeSql')
}

async function startDatabase(
  settings: Settings,
  onStopper: UpOptions['onStopper'],
): Promise<{ url: string; place: string }> {
  if (settings.databaseUrl) {
    await requireReachable(settings.databaseUrl)
    return { url: settings.databaseUrl, place: withoutPassword(settings.databaseUrl) }
  }
  const server = await startEmbedded(settings)
  onStopper('Postgres', () => server.release())
  return {
    url: embeddedUrl(server),
    place: `127.0.0.1:${server.port}${server.started ? '' : ', already running'}, data in ${server.data}`,
  }
}

function describe(publication: Publication): string {
  return `run ${publication.runId}, published ${publication.publishedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Waits at most two seconds for running queries, because the server stops next. */
async function endPool(pool: Pool): Promise<void> {
  await Promise.race([pool.end(), new Promise((resolve) => setTimeout(resolve, 2000).unref())])
}
