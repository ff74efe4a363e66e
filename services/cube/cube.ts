import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, open } from 'node:fs/promises'
import { join } from 'node:path'
import { ClienteleError } from '#engine'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { secret } from '../secrets.ts'
import { declarationRoots, type Settings } from '../settings.ts'
import { requireSoundModel } from './model-check.ts'
import type { CubeReady } from './server.ts'
import { signCubeToken } from './token.ts'

export { signCubeToken }

export type RunningCube = {
  readonly url: string
  readonly mode: 'full' | 'portable'
  /** What this mode cannot do, in words for the user. */
  readonly missing: readonly string[]
  /** Where the SQL API listens, if it does. */
  readonly sqlPort: number | null
  stop(): Promise<void>
}

/** The most rows of an answer. Cube cuts off the rest without saying so: this is far more than a report needs. */
export const cubeRowLimit = 1_000_000

/** Starts Cube in its own process, on loopback, and waits until it answers. */
export async function startCube(settings: Settings, databaseUrl: string): Promise<RunningCube> {
  const { graph } = await loadWarehouse(...declarationRoots(settings))
  await requireSoundModel(settings.root, graph.transforms)
  const logFolder = join(settings.stateDir, 'logs')
  await mkdir(logFolder, { recursive: true })
  const logFile = join(logFolder, 'cube.log')
  const log = await open(logFile, 'a', 0o600)
  const child = fork(join(import.meta.dirname, 'server.ts'), {
    // Cube reads a file .env in the folder it starts in
    cwd: settings.stateDir,
    // Node options of this process do not apply to Cube
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
  const problem = answer ? await problemOfModel(settings, url) : 'Cube stopped while it was starting.'
  if (!answer || problem) {
    await stop()
    throw new ClienteleError('cube-failed', `${problem} The log has more: ${logFile}`, { logFile })
  }
  return { url, ...answer, stop }
}

/** Has Cube compile the model, so that errors show now and the first query does not wait. */
async function problemOfModel(settings: Settings, url: string): Promise<string | undefined> {
  const token = signCubeToken(await secret(settings.stateDir, 'cube-jwt-secret'), [], 'start')
  const response = await fetch(`${url}/cubejs-api/v1/meta`, { headers: { authorization: token } })
  return response.ok ? undefined : `Cube does not accept the model: ${await response.text()}`
}

async function environment(settings: Settings, databaseUrl: string): Promise<NodeJS.ProcessEnv> {
  // the settings of another Cube on this machine do not apply
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
