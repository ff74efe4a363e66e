import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { Pool } from 'pg'
import { build } from '../engine/build.ts'
import { loadWarehouse } from '../engine/catalog.ts'
import { ClienteleError } from '../engine/errors.ts'
import { startCube } from './cube.ts'
import { canLoadAddon } from './cube-portable.ts'
import { createPool, embeddedUrl, requireReachable, startEmbedded } from './database.ts'
import {
  type Endpoints,
  readEndpoints,
  removeEndpoints,
  withoutPassword,
  writeEndpoints,
} from './endpoints.ts'
import { startGateway } from './gateway.ts'
import { migrate } from './migrate.ts'
import { currentPages } from './pages.ts'
import { requireFreePort } from './ports.ts'
import { latestPublication, type Publication } from './publication.ts'
import { readiness } from './readiness.ts'
import { buildReports } from './reports.ts'
import type { Settings } from './settings.ts'
import { watchPublications } from './watch.ts'

export const stepTitles = ['Postgres', 'Migrations', 'Warehouse', 'Cube', 'Reports', 'Gateway'] as const

export type StepTitle = (typeof stepTitles)[number]

export type Step = {
  /** Says what is happening now. */
  progress(text: string): void
  /** Says something that went wrong and did not stop the rest. */
  warn(text: string): void
}

/** Shows a piece of work while it runs; `outcome` puts its result in words. */
export type RunStep = <T>(
  title: StepTitle,
  work: (step: Step) => Promise<T>,
  outcome: (result: T) => string,
) => Promise<T>

export type UpOptions = {
  readonly step: RunStep
  readonly signal: AbortSignal
  /** Given as soon as something runs, so that whoever interrupts can stop it. Last given, first to be stopped. */
  readonly onStopper: (title: string, stop: () => Promise<unknown>) => void
  /** After the start: what happened to the reports when a later build published. */
  readonly onRefresh: (text: string) => void
}

/** Starts everything there is, in the order in which data flows. */
export async function startAll(settings: Settings, options: UpOptions): Promise<Endpoints> {
  const { step, signal, onStopper } = options
  await requireNothingElse(settings)
  const { url } = await step(
    'Postgres',
    () => startDatabase(settings, onStopper),
    ({ place }) => place,
  )
  await step(
    'Migrations',
    () => migrate(url),
    (ran) => (ran.length ? `${ran.length} run` : 'nothing new'),
  )
  const pool = createPool(url)
  onStopper('connections', () => endPool(pool))
  signal.throwIfAborted()
  const publication = await step('Warehouse', (now) => buildWarehouse(settings, pool, now), describe)
  signal.throwIfAborted()
  const cube = await step(
    'Cube',
    () => startCube(settings, url),
    ({ mode, missing }) => (mode === 'full' ? 'full mode' : `portable mode, without ${missing.join(', ')}`),
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
        now.warn(`Yesterday's pages are shown. ${messageOf(error)}`)
        return before
      }
    },
    (built) => `of run ${built.runId}`,
  )
  const shown = { pages: () => pages, readiness: () => readiness(pool, cube, pages) }
  const gateway = await step(
    'Gateway',
    () => startGateway(settings, shown),
    ({ url }) => url,
  )
  onStopper('gateway', () => gateway.stop())
  onStopper(
    'watch',
    watchPublications(pool, pages.runId, async (next) => {
      options.onRefresh(`Run ${next.runId} was published: drawing the reports anew`)
      try {
        pages = (await buildReports(settings, { cubeUrl: cube.url, publication: next, signal })).pages
        options.onRefresh(`The reports show run ${next.runId}`)
      } catch (error) {
        if (!signal.aborted) options.onRefresh(`The reports stay as they were. ${messageOf(error)}`)
      }
    }),
  )
  const endpoints: Endpoints = {
    gateway: gateway.url,
    cube: cube.url,
    cubeSql: cube.mode === 'full' ? `postgres://127.0.0.1:${settings.ports.cubeSql}/clientele` : null,
    postgres: withoutPassword(url),
    cubeMode: cube.mode,
    pid: process.pid,
    startedAt: new Date().toISOString(),
  }
  onStopper('endpoints', () => removeEndpoints(settings))
  await writeEndpoints(settings, endpoints)
  return endpoints
}

async function requireNothingElse(settings: Settings): Promise<void> {
  const other = await readEndpoints(settings)
  if (other) {
    throw new ClienteleError(
      'already-up',
      `Clientele is up already, as process ${other.pid}, at ${other.gateway}. Stop that one with Ctrl-C first.`,
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
    place: `127.0.0.1:${server.port}${server.started ? '' : ', which ran already'}, data in ${server.data}`,
  }
}

/** A build that fails leaves the published warehouse, which is shown then; without one there is nothing to show. */
async function buildWarehouse(settings: Settings, pool: Pool, now: Step): Promise<Publication> {
  const warehouse = await loadWarehouse(join(settings.root, 'transforms'))
  const count = { planned: 0, finished: 0 }
  try {
    await build(pool, warehouse, {
      jobs: availableParallelism(),
      onEvent(event) {
        if (event.type === 'planned') count.planned = event.steps.filter((s) => s.action === 'build').length
        if (event.type === 'step-finished') {
          now.progress(`${++count.finished} of ${count.planned}: ${event.relation}, ${event.rowCount} rows`)
        }
      },
    })
  } catch (error) {
    if (!(await latestPublication(pool))) throw error
    now.warn(`The warehouse stays as it was. ${messageOf(error)}`)
  }
  const publication = await latestPublication(pool)
  if (publication) return publication
  throw new ClienteleError(
    'nothing-published',
    'The build ended without a published warehouse. Run clientele build.',
  )
}

function describe(publication: Publication): string {
  return `run ${publication.runId}, published ${publication.publishedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Queries that still run are not waited for: their server is about to be told to stop. */
async function endPool(pool: Pool): Promise<void> {
  await Promise.race([pool.end(), new Promise((resolve) => setTimeout(resolve, 2000).unref())])
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
