import { join } from 'node:path'
import { ClienteleError } from '#engine'
import { loadWarehouse } from '../../engine/graph/catalogue.ts'
import { requireFreePort } from '../ports.ts'
import { secret } from '../secrets.ts'
import { declarationRoots, type Settings } from '../settings.ts'
import { startCubeProcess } from './child.ts'
import { cubeLogin, noOwnLogin } from './login.ts'
import type { Problem } from './model.ts'
import { requireSoundModel } from './model-check.ts'
import { problemsIn } from './model-compile.ts'
import { type ModelFile, readModelFiles } from './model-files.ts'
import { parseModel } from './model-parse.ts'
import { rollupsVariable } from './rollups.ts'
import { modelFileOf, modelVariable, offerModel } from './served-model.ts'
import { maxSqlSessions, recheckSeconds } from './sql-sessions.ts'
import { signCubeToken } from './token.ts'

export { signCubeToken }

export type RunningCube = {
  readonly url: string
  readonly mode: 'full' | 'portable'
  /** What this mode cannot do, in words for the user. */
  readonly missing: readonly string[]
  /** Where the SQL API listens, if it does. */
  readonly sqlPort: number | null
  /** Says how its process ended, as in "was killed by SIGKILL". */
  readonly ended: Promise<string>
  /** The files of the model that it serves. */
  model(): readonly ModelFile[]
  /** Serves another model from now on, unless Cube's compiler has something against it. */
  useModel(files: readonly ModelFile[]): Promise<Problem[]>
  /** Whether its process answers, be it that it cannot. */
  answers(): Promise<boolean>
  /** Whether it also reaches the database. */
  isHealthy(): Promise<boolean>
  /** Kills what is left of its process. */
  clear(): Promise<void>
  stop(): Promise<void>
}

/**
 * Starts Cube in its own process, on loopback, and waits until it answers. It serves the model of the checkout, or
 * `model`, which it has served before.
 */
export async function startCube(
  settings: Settings,
  databaseUrl: string,
  model?: readonly ModelFile[],
): Promise<RunningCube> {
  const { graph } = await loadWarehouse(...declarationRoots(settings))
  let served = model ?? (await readModelFiles(settings.root))
  if (!model) requireSoundModel(served, graph.transforms)
  await (await offerModel(settings.stateDir, served)).keep()
  const logFile = join(settings.stateDir, 'logs', 'cube.log')
  const login = await cubeLogin(settings.stateDir, databaseUrl)
  const environment = {
    ...(await cubeEnvironment(settings, login.url)),
    [modelVariable]: modelFileOf(settings.stateDir),
  }
  const child = await startCubeProcess(settings, environment, logFile)
  const url = `http://127.0.0.1:${settings.ports.cube}`
  try {
    const ready = await child.ready
    if (ready && 'problem' in ready)
      throw new ClienteleError(ready.code, ready.problem, { ...ready.fields, logFile })
    // if another program took the port meanwhile, that is what there is to say
    if (!ready) await requireFreePort(settings, 'cube')
    const problem = ready ? await problemOfModel(settings, url) : 'Cube stopped while it was starting.'
    if (!ready || problem)
      throw new ClienteleError('cube-failed', `${problem} The log has more: ${logFile}`, { logFile })
    return {
      url,
      ...ready,
      missing: login.isOwn ? ready.missing : [...ready.missing, noOwnLogin],
      ended: child.ended,
      model: () => served,
      async useModel(files) {
        const offered = await offerModel(settings.stateDir, files)
        const { problem } = await child.takeModel(offered.file)
        if (problem === null) served = files
        await (problem === null ? offered.keep() : offered.remove())
        return problem === null ? [] : problemsIn(problem, files, parseModel(files))
      },
      answers: () =>
        get(url, 'an-address-that-is-not-served').then(
          () => true,
          () => false,
        ),
      isHealthy: () =>
        get(url, 'livez').then(
          ({ ok }) => ok,
          () => false,
        ),
      clear: () => child.kill(),
      stop: () => child.stop(),
    }
  } catch (error) {
    await child.stop()
    throw error
  }
}

const answerSeconds = 8

function get(url: string, path: string): Promise<Response> {
  return fetch(`${url}/${path}`, { signal: AbortSignal.timeout(answerSeconds * 1000) })
}

/** Has Cube compile the model, so that errors show now and the first query does not wait. */
async function problemOfModel(settings: Settings, url: string): Promise<string | undefined> {
  const token = signCubeToken(await secret(settings.stateDir, 'cube-jwt-secret'), ['analyst'], 'start')
  const response = await fetch(`${url}/cubejs-api/v1/meta`, { headers: { authorization: token } })
  return response.ok ? undefined : `Cube does not accept the model: ${await response.text()}`
}

export async function cubeEnvironment(settings: Settings, databaseUrl: string): Promise<NodeJS.ProcessEnv> {
  // the settings of another Cube on this machine do not apply, except for where Cube Store is
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^CUBE(JS|SQL|STORE)_/.test(name) || /^CUBEJS_CUBESTORE_/.test(name),
  )
  return {
    ...Object.fromEntries(inherited),
    NODE_ENV: 'production',
    PORT: String(settings.ports.cube),
    DATABASE_URL: databaseUrl,
    CUBEJS_API_SECRET: await secret(settings.stateDir, 'cube-jwt-secret'),
    CUBEJS_PG_SQL_PORT: settings.cubeSql ? String(settings.ports.cubeSql) : 'false',
    CUBESQL_AUTH_EXPIRE_SECS: String(recheckSeconds),
    CUBEJS_MAX_SESSIONS: String(maxSqlSessions),
    // one planner in both modes, so that they give the same answers
    CUBEJS_TESSERACT_SQL_PLANNER: 'false',
    CUBEJS_DB_TYPE: 'postgres',
    CUBEJS_DB_QUERY_LIMIT: String(settings.cubeRowLimit),
    CUBEJS_DB_QUERY_DEFAULT_LIMIT: String(settings.cubeRowLimit),
    // Cube's SQL API computes with answers, so it refuses those that reach the limit
    CUBESQL_FAIL_ON_MAX_LIMIT_HIT: 'true',
    CUBEJS_CACHE_AND_QUEUE_DRIVER: 'memory',
    CUBEJS_EXTERNAL_DEFAULT: 'false',
    CUBEJS_SCHEDULED_REFRESH_DEFAULT: 'false',
    CUBEJS_REFRESH_WORKER: 'false',
    [rollupsVariable]: settings.cubeRollups ? 'on' : 'off',
    CUBEJS_DEV_MODE: 'false',
    CUBEJS_TELEMETRY: 'false',
  }
}
