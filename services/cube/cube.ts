import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { ClienteleError } from '#engine'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { secret } from '../secrets.ts'
import { declarationRoots, type Settings } from '../settings.ts'
import { requireSoundModel } from './model.ts'
import type { CubeReady } from './server.ts'
import { signCubeToken } from './token.ts'

export { signCubeToken }

export type RunningCube = {
  readonly url: string
  readonly mode: 'full' | 'portable'
  /** What this mode cannot do, in words for the reader. */
  readonly missing: readonly string[]
  /** Where the SQL API listens, if it does. */
  readonly sqlPort: number | null
  stop(): Promise<void>
}

/** The most rows an answer can have: Cube cuts off silently where this ends, so it is far beyond a report. */
export const cubeRowLimit = 1_000_000

/** Starts Cube in a process of its own, on loopback, and waits until it answers. */
export async function startCube(settings: Settings, databaseUrl: string): Promise<RunningCube> {
  const { graph } = await loadWarehouse(...declarationRoots(settings))
  await requireSoundModel(settings.root, graph.transforms)
  const logFolder = join(settings.stateDir, 'logs')
  await mkdir(logFolder, { recursive: true })
  const logFile = join(logFolder, 'cube.log')
  const log = await open(logFile, 'a', 0o600)
  const child = fork(join(import.meta.dirname, 'server.ts'), {
    cwd: settings.root,
    // what this process was started with is not for Cube
    execArgv: ['--disable-warning=ExperimentalWarning'],
    env: await environment(settings, databaseUrl),
    stdio: ['ignore', log.fd, log.fd, 'ipc'],
  })
  const exited = once(child, 'exit')
  await log.close()
  const stop = async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM')
    await exited
  }
  const answer = await Promise.race([
    once(child, 'message').then(([message]): CubeReady => message),
    exited.then(() => undefined),
  ])
  const url = `http://127.0.0.1:${settings.ports.cube}`
  const fault = answer ? await faultOfModel(settings, url) : 'Cube stopped while it was starting.'
  if (!answer || fault) {
    await stop()
    throw new ClienteleError('cube-failed', `${fault} More is in ${logFile}.`, { logFile })
  }
  return { url, ...answer, stop }
}

/** Compiles the model, so that a fault in it shows now and the first reader need not wait. */
async function faultOfModel(settings: Settings, url: string): Promise<string | undefined> {
  const token = signCubeToken(await secret(settings.stateDir, 'cube-jwt-secret'), [], 'start')
  const response = await fetch(`${url}/cubejs-api/v1/meta`, { headers: { authorization: token } })
  return response.ok ? undefined : `Cube does not accept the model: ${await response.text()}`
}

async function environment(settings: Settings, databaseUrl: string): Promise<NodeJS.ProcessEnv> {
  // settings of another Cube on this machine are not for this one
  const inherited = Object.entries(process.env).filter(([name]) => !/^CUBE(JS|SQL|STORE)_/.test(name))
  return {
    ...Object.fromEntries(inherited),
    NODE_ENV: 'production',
    PORT: String(settings.ports.cube),
    DATABASE_URL: databaseUrl,
    CUBEJS_API_SECRET: await secret(settings.stateDir, 'cube-jwt-secret'),
    CUBEJS_PG_SQL_PORT: String(settings.ports.cubeSql),
    // one planner in both modes, so that they give the same answers
    CUBEJS_TESSERACT_SQL_PLANNER: 'false',
    CUBEJS_DB_TYPE: 'postgres',
    CUBEJS_DB_QUERY_LIMIT: String(cubeRowLimit),
    CUBEJS_DB_QUERY_DEFAULT_LIMIT: String(cubeRowLimit),
    CUBEJS_CACHE_AND_QUEUE_DRIVER: 'memory',
    CUBEJS_EXTERNAL_DEFAULT: 'false',
    CUBEJS_SCHEDULED_REFRESH_DEFAULT: 'false',
    CUBEJS_REFRESH_WORKER: 'false',
    CUBEJS_DEV_MODE: 'false',
    CUBEJS_TELEMETRY: 'false',
  }
}
