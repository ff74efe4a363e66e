import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from 'pg'
import { ClienteleError } from '#engine'
import { isAlive, withLock } from '../../bin/lock.mjs'
import { linkOfFirstUser } from '../access/first-user.ts'
import { operatorKey } from '../access/operator.ts'
import { renewBi } from '../bi/bi.ts'
import { declaredWarehouse } from '../company/declared.ts'
import { endLeftCube } from '../cube/child.ts'
import { canLoadAddon } from '../cube/portable.ts'
import { customerPages } from '../customer-pages/plugin.ts'
import {
  type Endpoints,
  readEndpoints,
  removeEndpoints,
  withoutPassword,
  writeEndpoints,
} from '../endpoints.ts'
import { startGateway } from '../gateway/gateway.ts'
import { plainHttpWarning } from '../gateway/plain-http.ts'
import { profileApi } from '../gateway/profile-api.ts'
import { signInDoor } from '../gateway/sign-in.ts'
import { listenError, requireFreePort } from '../ports.ts'
import { createPool } from '../postgres/database.ts'
import { migrate } from '../postgres/migrate.ts'
import { latestPublication, type Publication } from '../publication.ts'
import type { Settings } from '../settings.ts'
import { watchModel } from './model.ts'
import { readiness } from './readiness.ts'
import { offerSample } from './sample.ts'
import { superviseCube, supervisePostgres } from './services.ts'
import type { RunStep } from './step.ts'
import { buildWarehouse } from './warehouse.ts'
import { describePages, watchPages } from './watch.ts'

export type UpOptions = {
  /** Whether to load the sample company into an empty warehouse. */
  readonly sample: boolean
  readonly step: RunStep
  readonly signal: AbortSignal
  /** Called for each service as soon as it runs, so that an interrupt can stop it, in reverse order. */
  readonly onStopper: (title: string, stop: () => Promise<unknown>) => void
  /** Called after the start, when the pages are drawn again, and with what is wrong with them. */
  readonly onRefresh: (text: string) => void
  /** Called when a service has failed, is restarted, or works again. */
  readonly onService: (text: string) => void
}

export type Running = {
  readonly endpoints: Endpoints
  /** Where the first user chooses a password, until somebody can sign in. Anybody who has it can come in, once. */
  readonly welcome: string | undefined
  /** What others could read on the way, if the gateway is open to them. */
  readonly warning: string | undefined
  /** Rejects with `service-gave-up` when a service does not stay up; otherwise pending. */
  readonly gaveUp: Promise<never>
}

/** How long a process that is stopping, because its launcher was killed, may take before a new start gives up. */
const stopSeconds = 20

/** Holds this home's services for one process at a time. Errors: `already-up`. */
export async function alone<T>(settings: Settings, work: () => Promise<T>): Promise<T> {
  const onWait = async (pid: number) => {
    for (const deadline = Date.now() + stopSeconds * 1000; isAlive(pid); await sleep(200)) {
      const running = await readEndpoints(settings)
      if (running || Date.now() > deadline) throw alreadyUp(pid, running)
    }
  }
  await mkdir(settings.stateDir, { recursive: true })
  return withLock(join(settings.stateDir, 'up.lock'), { onWait }, work)
}

/** Starts all services, in the order in which data flows. */
export async function startAll(settings: Settings, options: UpOptions): Promise<Running> {
  const { step, signal, onStopper } = options
  await requireNotRunning(settings)
  const postgres = await step(
    'Postgres',
    () => supervisePostgres(settings, options.onService),
    ({ place }) => place,
  )
  onStopper('Postgres', () => postgres.stop())
  const { url } = postgres
  await step(
    'Migrations',
    () => migrate(url),
    (files) => (files.length ? `${files.length} applied` : 'up to date'),
  )
  const pool = createPool(postgres.nearUrl)
  onStopper('connections', () => endPool(pool))
  signal.throwIfAborted()
  await step(
    'Sample company',
    (now) => offerSample(pool, options.sample, now.progress),
    (text) => text,
  )
  signal.throwIfAborted()
  const startCube = () => superviseCube(settings, postgres, options.onService)
  // if something is published, the build has little to do, and Cube can start meanwhile
  const early = (await latestPublication(pool)) ? startCube() : undefined
  // if it fails, its step says so
  early?.catch(() => {})
  if (early) onStopper('Cube', () => early.then((cube) => cube.stop()).catch(() => {}))
  const publication = await step('Warehouse', (now) => buildWarehouse(settings, pool, now), describe)
  signal.throwIfAborted()
  const cube = await step(
    'Cube',
    () => early ?? startCube(),
    (started) => {
      const { mode, missing } = started.service()
      return [`${mode} mode`, ...(missing.length ? [`without ${missing.join(', ')}`] : [])].join(', ')
    },
  )
  if (!early) onStopper('Cube', () => cube.stop())
  const { url: cubeUrl, sqlPort, mode: cubeMode } = cube.service()
  signal.throwIfAborted()
  const model = watchModel(settings, {
    cube: cube.service,
    signal,
    onChange: options.onRefresh,
    onServed: async () => {
      const { problem } = await renewBi(pool, settings.root)
      if (problem !== null)
        options.onRefresh(`The schema bi for BI tools keeps the model of before. ${problem}`)
    },
  })
  const pages = watchPages(settings, {
    pool,
    cubeUrl,
    model: () => cube.service().model(),
    signal,
    onRefresh: options.onRefresh,
  })
  const content = {
    pages: () => pages.state().shown,
    isDrawing: () => pages.state().isDrawing,
    readiness: () =>
      readiness(
        pool,
        cube.service(),
        pages.state(),
        { postgres: postgres.state(), cube: cube.state() },
        model.faults(),
      ),
  }
  const { graph } = await declaredWarehouse(settings)
  const door = signInDoor(pool, settings, await operatorKey(settings))
  const gateway = await step(
    'Gateway',
    () =>
      startGateway(settings, content, door, [
        profileApi(settings, pool, graph),
        customerPages(settings, pool, graph),
      ]).catch((error: unknown) => {
        throw listenError(settings, 'gateway', error)
      }),
    ({ url }) => url,
  )
  onStopper('gateway', () => gateway.stop())
  // readers have the previous pages meanwhile, or a notice
  onStopper('pages', () => pages.stop())
  await step(
    'Reports',
    (now) => pages.start(publication, now),
    () => describePages(pages.state()),
  )
  await model.start()
  onStopper('model', () => model.stop())
  const endpoints: Endpoints = {
    gateway: gateway.url + settings.basePath,
    cube: cubeUrl,
    cubeSql: sqlPort === null ? null : `postgres://127.0.0.1:${sqlPort}/clientele`,
    postgres: withoutPassword(url),
    cubeMode,
    pid: process.pid,
    startedAt: new Date().toISOString(),
  }
  onStopper('endpoints', () => removeEndpoints(settings))
  await writeEndpoints(settings, endpoints)
  const link = await linkOfFirstUser(pool)
  const welcome = link && endpoints.gateway + link
  return {
    endpoints,
    welcome,
    warning: plainHttpWarning(settings),
    gaveUp: Promise.race([postgres.gaveUp, cube.gaveUp]),
  }
}

async function requireNotRunning(settings: Settings): Promise<void> {
  const other = await readEndpoints(settings)
  if (other) throw alreadyUp(other.pid, other)
  await endLeftCube(settings)
  await requireFreePort(settings, 'gateway')
  await requireFreePort(settings, 'cube')
  if (settings.cubeSql && canLoadAddon()) await requireFreePort(settings, 'cubeSql')
}

function alreadyUp(pid: number, endpoints: Endpoints | undefined): ClienteleError {
  const what = endpoints
    ? `Clientele is already running at ${endpoints.gateway}, as process ${pid}. Use that one, or stop it with Ctrl-C first.`
    : `Process ${pid} is starting Clientele, or stopping it. Wait for it, or stop it with Ctrl-C first.`
  return new ClienteleError('already-up', what, { pid, gateway: endpoints?.gateway ?? null })
}

function describe(publication: Publication): string {
  return `run ${publication.runId}, published ${publication.publishedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC`
}

/** Waits at most two seconds for running queries, because the server stops next. */
async function endPool(pool: Pool): Promise<void> {
  await Promise.race([pool.end(), new Promise((resolve) => setTimeout(resolve, 2000).unref())])
}
